//! The schedules of this repository, compiled in. A test sees to it that none is missing.

/// Name and text of each, in order of their names.
pub const SCHEDULES: &[(&str, &str)] = &[
    ("zk1154", include_str!("../../schedules/zk1154.zks")),
    ("zk2845", include_str!("../../schedules/zk2845.zks")),
    ("zk4643", include_str!("../../schedules/zk4643.zks")),
];
