// Tests of this target start here.
