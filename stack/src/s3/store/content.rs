//! The bytes of an object: in memory or in files, in as many pieces as they arrived in.
//!
//! Completing a multipart upload only strings pieces together; nothing is copied.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

/// Largest piece handed out at once, so that a reader sees progress and a fault can fall between pieces.
const PIECE: usize = 64 * 1024;

/// Whether the stack gives such a name to a file with bytes.
pub fn is_content_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A file that vanishes when it is no longer wanted and its last reader is done.
pub struct StoredFile {
    pub path: PathBuf,
    unwanted: AtomicBool,
}

impl StoredFile {
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            unwanted: AtomicBool::new(false),
        }
    }
}

impl Drop for StoredFile {
    fn drop(&mut self) {
        if *self.unwanted.get_mut() {
            // A file that cannot be deleted is found, and deleted, when the folder is opened again.
            fs::remove_file(&self.path).ok();
        }
    }
}

/// One piece of an object.
#[derive(Clone)]
pub enum Segment {
    Memory(Bytes),
    File { file: Arc<StoredFile>, length: u64 },
}

impl Segment {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }
}

/// The bytes of an object or of a part.
#[derive(Clone, Default)]
pub struct Content {
    pub segments: Vec<Segment>,
}

impl Content {
    pub fn length(&self) -> u64 {
        self.segments.iter().map(Segment::length).sum()
    }

    pub fn append(&mut self, other: &Self) {
        self.segments.extend(other.segments.iter().cloned());
    }

    /// The bytes of `range`, which lies within the content.
    pub fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for segment in &self.segments {
            let end = start + segment.length();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                pieces.push((segment.clone(), from - start..to - start));
            }
            start = end;
        }
        stream::iter(pieces)
            .flat_map(|(segment, range)| read_segment(segment, range))
            .boxed()
    }

    /// Marks the files behind it for deletion. Readers that are under way still finish.
    pub fn discard(&self) {
        for segment in &self.segments {
            if let Segment::File { file, .. } = segment {
                file.unwanted.store(true, Ordering::Relaxed);
            }
        }
    }
}

fn read_segment(segment: Segment, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
    match segment {
        Segment::Memory(bytes) => {
            let at = |position: u64| {
                usize::try_from(position).expect("a piece in memory has a length that fits")
            };
            let bytes = bytes.slice(at(range.start)..at(range.end));
            stream::unfold(bytes, |mut rest| async move {
                (!rest.is_empty()).then(|| {
                    let piece = rest.split_to(rest.len().min(PIECE));
                    (Ok(piece), rest)
                })
            })
            .boxed()
        }
        Segment::File { file, .. } => stream::once(async move {
            let mut reader = File::open(&file.path).await?;
            reader.seek(io::SeekFrom::Start(range.start)).await?;
            let bytes = ReaderStream::with_capacity(reader.take(range.end - range.start), PIECE);
            // The closure keeps the file alive for as long as it is read.
            Ok::<_, io::Error>(bytes.inspect(move |_| {
                let _kept = &file;
            }))
        })
        .flat_map(|opened| match opened {
            Ok(bytes) => bytes.boxed(),
            Err(error) => stream::once(async move { Err(error) }).boxed(),
        })
        .boxed(),
    }
}

/// Takes in the bytes of one object or part.
pub enum Writer {
    Memory(Vec<Bytes>),
    File {
        file: Arc<StoredFile>,
        handle: File,
        length: u64,
    },
}

impl Writer {
    pub fn in_memory() -> Self {
        Self::Memory(Vec::new())
    }

    /// Writes to a new file in `folder`, which is deleted again unless [`finish`](Self::finish) is reached.
    pub async fn in_folder(folder: PathBuf) -> io::Result<Self> {
        let file = StoredFile {
            path: folder.join(Uuid::new_v4().simple().to_string()),
            unwanted: AtomicBool::new(true),
        };
        let handle = File::create_new(&file.path).await?;
        Ok(Self::File {
            file: Arc::new(file),
            handle,
            length: 0,
        })
    }

    pub async fn write(&mut self, bytes: Bytes) -> io::Result<()> {
        match self {
            Self::Memory(pieces) => pieces.push(bytes),
            Self::File { handle, length, .. } => {
                handle.write_all(&bytes).await?;
                *length += bytes.len() as u64;
            }
        }
        Ok(())
    }

    pub async fn finish(self) -> io::Result<Content> {
        let segments = match self {
            Self::Memory(pieces) => pieces.into_iter().map(Segment::Memory).collect(),
            Self::File {
                file,
                mut handle,
                length,
            } => {
                handle.flush().await?;
                file.unwanted.store(false, Ordering::Relaxed);
                vec![Segment::File { file, length }]
            }
        };
        Ok(Content { segments })
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt as _;

    use super::*;

    async fn collect(content: &Content, range: Range<u64>) -> Vec<u8> {
        content
            .read(range)
            .try_fold(Vec::new(), |mut all, piece| async move {
                all.extend_from_slice(&piece);
                Ok(all)
            })
            .await
            .expect("it can be read")
    }

    #[tokio::test]
    async fn a_range_across_pieces_reads_as_one() {
        let content = Content {
            segments: ["hello", "", ", wor", "ld"]
                .map(|text| Segment::Memory(Bytes::from_static(text.as_bytes())))
                .into(),
        };
        assert_eq!(content.length(), 12);
        assert_eq!(collect(&content, 0..12).await, b"hello, world");
        assert_eq!(collect(&content, 3..8).await, b"lo, w");
        assert_eq!(collect(&content, 5..5).await, b"");
    }

    #[tokio::test]
    async fn a_discarded_file_outlives_its_readers_and_no_longer() {
        let folder = tempfile::tempdir().expect("a new folder");
        let path = folder.path();
        let mut writer = Writer::in_folder(path.to_owned())
            .await
            .expect("a new file");
        writer
            .write(Bytes::from_static(b"hello"))
            .await
            .expect("it can be written");
        let content = writer.finish().await.expect("it can be written");

        let reader = content.clone();
        content.discard();
        drop(content);
        assert_eq!(collect(&reader, 1..4).await, b"ell");
        drop(reader);
        assert_eq!(fs::read_dir(path).expect("the folder").count(), 0);
    }
}
