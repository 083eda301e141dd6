//! AWS partitions.

/// A partition of AWS: a group of regions with their own DNS suffix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Partition {
    /// Prefix of the partition's region names. Empty for `aws`, whose regions have no common prefix.
    pub(crate) region_prefix: &'static str,
    /// DNS suffix of the partition's hosts.
    pub(crate) dns_suffix: &'static str,
}

/// The file is JSON for `js/http/aws-hosts.ts`, which has the hosts of Cognito and STS, and also a Rust array.
const ROWS: [[&str; 3]; 8] = include!("partitions.json");

/// All partitions. `aws` is last, because its empty prefix matches every region.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
static PARTITIONS: [Partition; ROWS.len()] = {
    let mut partitions = [Partition {
        region_prefix: "",
        dns_suffix: "",
    }; ROWS.len()];
    let mut index = 0;
    while index < ROWS.len() {
        let [region_prefix, _, dns_suffix] = ROWS[index];
        partitions[index] = Partition {
            region_prefix,
            dns_suffix,
        };
        index += 1;
    }
    partitions
};

impl Partition {
    /// Returns the partition of a region.
    #[inline(never)]
    pub(crate) fn of_region(region: &str) -> Self {
        PARTITIONS
            .iter()
            .find(|partition| region.starts_with(partition.region_prefix))
            .copied()
            .unwrap_or_default()
    }
}
