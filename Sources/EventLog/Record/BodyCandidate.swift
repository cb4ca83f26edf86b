/// A place in a receiver's record where the body of a webhook may be.
struct BodyCandidate {
  /// How the body is there; the first of these is tried first.
  enum Form: Int, CaseIterable {
    /// Text that is the body.
    case text
    /// Text that is the body in base64.
    case base64
    /// An object that was parsed and written anew.
    case object
    /// An object of lists, as forms are parsed in Go.
    case lists
    /// Text in which the body may be, among other things.
    case message
  }

  var node: Node
  var form: Form
}
