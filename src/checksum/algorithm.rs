//! The algorithms, and their names in S3.

use super::crc::{self, Crc};

/// Checksum algorithm of S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// CRC-32/ISO-HDLC, also used by zip and PNG.
    Crc32,
    /// CRC-32/ISCSI, with Castagnoli's polynomial.
    Crc32c,
    /// CRC-64/NVME, which S3 computes for objects that are uploaded without a checksum.
    Crc64Nvme,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Algorithm {
    /// All algorithms. JavaScript passes an algorithm as its position in this list.
    pub const ALL: [Self; 5] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64Nvme,
        Self::Sha1,
        Self::Sha256,
    ];

    /// Returns the name in S3: `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1`, `SHA256`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// Parses a [`name`](Self::name), case-sensitive.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    /// Returns the parameters of a CRC; None for SHA-1 and SHA-256.
    pub(super) const fn crc(self) -> Option<&'static Crc> {
        match self {
            Self::Crc32 => Some(&crc::CRC32),
            Self::Crc32c => Some(&crc::CRC32C),
            Self::Crc64Nvme => Some(&crc::CRC64NVME),
            Self::Sha1 | Self::Sha256 => None,
        }
    }
}
