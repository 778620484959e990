"""Groups: a quiet member whom admins keep."""
