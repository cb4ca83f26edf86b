/// The version of this release, which is also the head of CHANGELOG.md.
let version = "0.2.0"
