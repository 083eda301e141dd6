use super::crc::{self, Crc};

/// The algorithms of `x-amz-checksum-*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// CRC-32/ISO-HDLC, that of zip and PNG.
    Crc32,
    /// CRC-32/ISCSI, Castagnoli's.
    Crc32c,
    /// CRC-64/NVME, what S3 makes of an object that came without a checksum.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64Nvme,
        Self::Sha1,
        Self::Sha256,
    ];

    /// As S3 and its SDKs name it: `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1`, `SHA256`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// From its [`Algorithm::name`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    pub(super) const fn crc(self) -> Option<&'static Crc> {
        match self {
            Self::Crc32 => Some(&crc::CRC32),
            Self::Crc32c => Some(&crc::CRC32C),
            Self::Crc64Nvme => Some(&crc::CRC64NVME),
            Self::Sha1 | Self::Sha256 => None,
        }
    }
}
