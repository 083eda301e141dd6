//! The operations that s3s calls after verifying a request.

use std::sync::Arc;

use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result};

use super::operations::{buckets, listings, objects, tags, uploads};
use crate::stack::Stack;

/// S3's operations on the store of the stack.
pub struct Operations {
    stack: Arc<Stack>,
}

impl Operations {
    pub fn new(stack: Arc<Stack>) -> Self {
        Self { stack }
    }
}

/// Defines methods that call the function of the same name.
macro_rules! operations {
    (
        sync { $($sync_module:ident::$sync:ident($sync_input:ty) -> $sync_output:ty;)* }
        async { $($module:ident::$name:ident($input:ty) -> $output:ty;)* }
    ) => {
        #[async_trait::async_trait]
        impl S3 for Operations {
            $(async fn $sync(&self, request: S3Request<$sync_input>) -> S3Result<S3Response<$sync_output>> {
                $sync_module::$sync(&self.stack, request)
            })*
            $(async fn $name(&self, request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                $module::$name(&self.stack, request).await
            })*
        }
    };
}

operations! {
    sync {
        buckets::list_buckets(ListBucketsInput) -> ListBucketsOutput;
        buckets::create_bucket(CreateBucketInput) -> CreateBucketOutput;
        buckets::head_bucket(HeadBucketInput) -> HeadBucketOutput;
        buckets::delete_bucket(DeleteBucketInput) -> DeleteBucketOutput;
        buckets::get_bucket_location(GetBucketLocationInput) -> GetBucketLocationOutput;
        buckets::get_bucket_versioning(GetBucketVersioningInput) -> GetBucketVersioningOutput;
        buckets::get_bucket_cors(GetBucketCorsInput) -> GetBucketCorsOutput;
        buckets::put_bucket_cors(PutBucketCorsInput) -> PutBucketCorsOutput;
        buckets::delete_bucket_cors(DeleteBucketCorsInput) -> DeleteBucketCorsOutput;
        listings::list_objects(ListObjectsInput) -> ListObjectsOutput;
        listings::list_objects_v2(ListObjectsV2Input) -> ListObjectsV2Output;
        listings::list_multipart_uploads(ListMultipartUploadsInput) -> ListMultipartUploadsOutput;
        listings::list_parts(ListPartsInput) -> ListPartsOutput;
        objects::get_object(GetObjectInput) -> GetObjectOutput;
        objects::head_object(HeadObjectInput) -> HeadObjectOutput;
        objects::delete_object(DeleteObjectInput) -> DeleteObjectOutput;
        objects::delete_objects(DeleteObjectsInput) -> DeleteObjectsOutput;
        tags::get_object_tagging(GetObjectTaggingInput) -> GetObjectTaggingOutput;
        tags::put_object_tagging(PutObjectTaggingInput) -> PutObjectTaggingOutput;
        tags::delete_object_tagging(DeleteObjectTaggingInput) -> DeleteObjectTaggingOutput;
        uploads::create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput;
        uploads::abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput;
    }
    async {
        objects::put_object(PutObjectInput) -> PutObjectOutput;
        objects::copy_object(CopyObjectInput) -> CopyObjectOutput;
        uploads::upload_part(UploadPartInput) -> UploadPartOutput;
        uploads::upload_part_copy(UploadPartCopyInput) -> UploadPartCopyOutput;
        uploads::complete_multipart_upload(CompleteMultipartUploadInput) -> CompleteMultipartUploadOutput;
    }
}
