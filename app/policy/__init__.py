"""From a match and the desk's policy to a decision: lane, owner, exposure, rule and reason. Pure functions only."""
