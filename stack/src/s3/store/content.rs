//! The bytes of an object, as segments in memory or in files.
//!
//! Completing a multipart upload only concatenates the lists of segments; no byte is copied.

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

/// Maximum size of a chunk that is read at once, in bytes: small enough for progress and for faults between chunks.
const CHUNK_SIZE: usize = 64 * 1024;

/// Whether the name is one that the stack gives to a content file.
pub fn is_content_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A file that is deleted after its last reader, once it was discarded.
pub struct StoredFile {
    pub path: PathBuf,
    discarded: AtomicBool,
}

impl StoredFile {
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            discarded: AtomicBool::new(false),
        }
    }
}

impl Drop for StoredFile {
    fn drop(&mut self) {
        if *self.discarded.get_mut() {
            // If it cannot be deleted now, the next start deletes it.
            fs::remove_file(&self.path).ok();
        }
    }
}

/// A part of a content.
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

    /// Reads the bytes of `range`, which must lie within the content.
    pub fn read(&self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        let mut segments = Vec::new();
        let mut start = 0;
        for segment in &self.segments {
            let end = start + segment.length();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                segments.push((segment.clone(), from - start..to - start));
            }
            start = end;
        }
        stream::iter(segments)
            .flat_map(|(segment, range)| read_segment(segment, range))
            .boxed()
    }

    /// Marks the files for deletion. Current readers can still finish.
    pub fn discard(&self) {
        for segment in &self.segments {
            if let Segment::File { file, .. } = segment {
                file.discarded.store(true, Ordering::Relaxed);
            }
        }
    }
}

fn read_segment(segment: Segment, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
    match segment {
        Segment::Memory(bytes) => {
            let at = |position: u64| {
                usize::try_from(position).expect("a segment in memory fits the address space")
            };
            let bytes = bytes.slice(at(range.start)..at(range.end));
            stream::unfold(bytes, |mut rest| async move {
                (!rest.is_empty()).then(|| {
                    let chunk = rest.split_to(rest.len().min(CHUNK_SIZE));
                    (Ok(chunk), rest)
                })
            })
            .boxed()
        }
        Segment::File { file, .. } => stream::once(async move {
            let mut reader = File::open(&file.path).await?;
            reader.seek(io::SeekFrom::Start(range.start)).await?;
            let bytes =
                ReaderStream::with_capacity(reader.take(range.end - range.start), CHUNK_SIZE);
            // The closure keeps the file until it was read.
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

/// Writes the bytes of an object or a part.
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

    /// Writes to a new file in `folder`, which is deleted unless [`finish`](Self::finish) is called.
    pub async fn in_folder(folder: PathBuf) -> io::Result<Self> {
        let file = StoredFile {
            path: folder.join(Uuid::new_v4().simple().to_string()),
            discarded: AtomicBool::new(true),
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
            Self::Memory(segments) => segments.push(bytes),
            Self::File { handle, length, .. } => {
                handle.write_all(&bytes).await?;
                *length += bytes.len() as u64;
            }
        }
        Ok(())
    }

    pub async fn finish(self) -> io::Result<Content> {
        let segments = match self {
            Self::Memory(segments) => segments.into_iter().map(Segment::Memory).collect(),
            Self::File {
                file,
                mut handle,
                length,
            } => {
                handle.flush().await?;
                file.discarded.store(false, Ordering::Relaxed);
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
            .try_fold(Vec::new(), |mut all, chunk| async move {
                all.extend_from_slice(&chunk);
                Ok(all)
            })
            .await
            .expect("it can be read")
    }

    #[tokio::test]
    async fn a_range_may_span_segments() {
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
    async fn a_discarded_file_is_deleted_after_its_last_reader() {
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
