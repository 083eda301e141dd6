resource "aws_iam_role" "user" {
  count              = local.users
  name_prefix        = "${var.name}-user-"
  description        = "Signed-in users of the pages"
  assume_role_policy = data.aws_iam_policy_document.user_trust.json
}

resource "aws_iam_role_policy" "user" {
  count  = local.users
  name   = "objects"
  role   = aws_iam_role.user[0].id
  policy = data.aws_iam_policy_document.user.json
}

data "aws_iam_policy_document" "user_trust" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["cognito-identity.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "cognito-identity.amazonaws.com:aud"
      values   = [aws_cognito_identity_pool.pages.id]
    }

    condition {
      test     = "ForAnyValue:StringLike"
      variable = "cognito-identity.amazonaws.com:amr"
      values   = ["authenticated"]
    }
  }
}

data "aws_iam_policy_document" "user" {
  statement {
    sid       = "ReadPublic"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.files.arn}/public/*"]
  }

  statement {
    sid    = "ReadAndWriteOwn"
    effect = "Allow"
    actions = [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ]
    # Two dollar signs are one in the policy: IAM replaces the variable by the identity id.
    resources = ["${aws_s3_bucket.files.arn}/private/$${cognito-identity.amazonaws.com:sub}/*"]
  }

  statement {
    sid       = "ListPublicAndOwn"
    effect    = "Allow"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.files.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["public/*", "private/$${cognito-identity.amazonaws.com:sub}/*"]
    }
  }
}
