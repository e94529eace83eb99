//! Logs and metrics. No line carries patient data; fields carry their units.
