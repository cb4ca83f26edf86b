// The pure core.
