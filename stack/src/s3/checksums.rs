//! Checksums of the `x-amz-checksum-*` headers.

use std::collections::BTreeMap;

use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto;
use serde::{Deserialize, Serialize};

/// A checksum algorithm. Serialised by S3's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    Crc32,
    Crc32c,
    Crc64nvme,
    Sha1,
    Sha256,
}

impl Algorithm {
    const ALL: [Self; 5] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64nvme,
        Self::Sha1,
        Self::Sha256,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// Parses a name such as `CRC32` or `x-amz-checksum-crc32`, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        const PREFIX: &str = "x-amz-checksum-";
        let name = match text.get(..PREFIX.len()) {
            Some(start) if start.eq_ignore_ascii_case(PREFIX) => &text[PREFIX.len()..],
            _ => text,
        };
        Self::ALL
            .into_iter()
            .find(|algorithm| name.eq_ignore_ascii_case(algorithm.name()))
    }
}

/// Checksums in base64 by algorithm.
pub type Checksums = BTreeMap<Algorithm, String>;

/// Collects the checksums of a request, or a part of one, that has S3's five fields for them.
macro_rules! checksums_of {
    ($source:expr) => {{
        use $crate::s3::checksums::Algorithm;
        [
            (Algorithm::Crc32, $source.checksum_crc32.clone()),
            (Algorithm::Crc32c, $source.checksum_crc32c.clone()),
            (Algorithm::Crc64nvme, $source.checksum_crc64nvme.clone()),
            (Algorithm::Sha1, $source.checksum_sha1.clone()),
            (Algorithm::Sha256, $source.checksum_sha256.clone()),
        ]
        .into_iter()
        .filter_map(|(algorithm, value)| Some((algorithm, value?)))
        .collect::<$crate::s3::checksums::Checksums>()
    }};
}
pub(crate) use checksums_of;

/// Sets the checksums of a response that has S3's five fields for them.
macro_rules! set_checksums {
    ($target:expr, $checksums:expr) => {{
        use $crate::s3::checksums::Algorithm;
        $target.checksum_crc32 = $checksums.get(&Algorithm::Crc32).cloned();
        $target.checksum_crc32c = $checksums.get(&Algorithm::Crc32c).cloned();
        $target.checksum_crc64nvme = $checksums.get(&Algorithm::Crc64nvme).cloned();
        $target.checksum_sha1 = $checksums.get(&Algorithm::Sha1).cloned();
        $target.checksum_sha256 = $checksums.get(&Algorithm::Sha256).cloned();
    }};
}
pub(crate) use set_checksums;

/// Computes MD5 and any checksums of a stream in one pass.
pub struct Hasher {
    md5: Md5,
    checksums: ChecksumHasher,
}

impl Hasher {
    pub fn new(algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        let mut checksums = ChecksumHasher::default();
        for algorithm in algorithms {
            match algorithm {
                Algorithm::Crc32 => checksums.crc32 = Some(Crc32::new()),
                Algorithm::Crc32c => checksums.crc32c = Some(Crc32c::new()),
                Algorithm::Crc64nvme => checksums.crc64nvme = Some(Crc64Nvme::new()),
                Algorithm::Sha1 => checksums.sha1 = Some(Sha1::new()),
                Algorithm::Sha256 => checksums.sha256 = Some(Sha256::new()),
            }
        }
        Self {
            md5: Md5::new(),
            checksums,
        }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.checksums.update(bytes);
    }

    pub fn finish(self) -> ([u8; 16], Checksums) {
        let dto = self.checksums.finalize();
        (self.md5.finalize(), from_dto(&dto))
    }
}

fn from_dto(dto: &dto::Checksum) -> Checksums {
    checksums_of!(dto)
}

/// Returns the checksum of some bytes, not encoded.
pub fn digest(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
    match algorithm {
        Algorithm::Crc32 => Crc32::checksum(bytes).to_vec(),
        Algorithm::Crc32c => Crc32c::checksum(bytes).to_vec(),
        Algorithm::Crc64nvme => Crc64Nvme::checksum(bytes).to_vec(),
        Algorithm::Sha1 => Sha1::checksum(bytes).to_vec(),
        Algorithm::Sha256 => Sha256::checksum(bytes).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// Check values of the CRC catalogue, and digests of "123456789".
    #[test]
    fn each_algorithm_matches_its_published_check_value() {
        let mut hasher = Hasher::new(Algorithm::ALL);
        hasher.update(b"12345");
        hasher.update(b"6789");
        let (md5, checksums) = hasher.finish();
        assert_eq!(hex::encode(md5), "25f9e794323b453885f5181f1b624d0b");
        let expected = [
            (Algorithm::Crc32, "cbf43926"),
            (Algorithm::Crc32c, "e3069283"),
            (Algorithm::Crc64nvme, "ae8b14860a799888"),
            (Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
            (
                Algorithm::Sha256,
                "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
            ),
        ];
        for (algorithm, value) in expected {
            let computed = STANDARD.decode(&checksums[&algorithm]).expect("base64");
            assert_eq!(hex::encode(computed), value, "{}", algorithm.name());
        }
    }

    #[test]
    fn an_algorithm_is_parsed_from_its_name_or_its_header() {
        assert_eq!(Algorithm::parse("CRC64NVME"), Some(Algorithm::Crc64nvme));
        assert_eq!(
            Algorithm::parse("x-amz-checksum-sha256"),
            Some(Algorithm::Sha256)
        );
        assert_eq!(Algorithm::parse("MD5"), None);
    }
}
