//! `quotas`: each quota with its limits and what there is. Apache has no such page; its clients read `/zookeeper/quota`.

use zk_tree::quota::StatsTrack;

use super::{Outcome, View, optional};
use crate::admin::fields::{Field, Fields};
use crate::status::quotas::QuotaDetail;

/// Ascending by path. Of more than there is room for, `quota_count` has the number of all.
pub(super) fn fields(view: &View<'_>, out: &mut Fields) -> Outcome {
    let (told, count) = (&view.status.quota_details, view.status.quota_details_count);
    out.put("enforced", view.config.enforce_quota)
        .put("quota_count", count)
        .put("is_complete", told.len() as u64 == count)
        .put("quotas", told.iter().map(one).collect::<Field>());
    Ok(())
}

fn one(quota: &QuotaDetail) -> Field {
    let QuotaDetail { path, limits, usage } = quota;
    let StatsTrack { count, bytes, count_hard, bytes_hard } = *limits;
    // What is not set is -1 in the node.
    let set = |n: i64| optional((n >= 0).then_some(n));
    let exceeded = |used: i64, limit: i64| limit >= 0 && used > limit;
    let mut fields = Fields::default();
    fields
        .put("path", path.as_str())
        .put("count", set(usage.count))
        .put("count_limit", set(count))
        .put("count_hard_limit", set(count_hard))
        .put("bytes", set(usage.bytes))
        .put("bytes_limit", set(bytes))
        .put("bytes_hard_limit", set(bytes_hard))
        .put("soft_limit_exceeded", exceeded(usage.count, count) || exceeded(usage.bytes, bytes))
        .put("hard_limit_exceeded", exceeded(usage.count, count_hard) || exceeded(usage.bytes, bytes_hard));
    fields.into()
}
