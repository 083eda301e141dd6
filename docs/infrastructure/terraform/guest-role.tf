resource "aws_iam_role" "guest" {
  count              = local.guests
  name_prefix        = "${var.name}-guest-"
  description        = "Guests of the pages"
  assume_role_policy = data.aws_iam_policy_document.guest_trust.json
}

resource "aws_iam_role_policy" "guest" {
  count  = local.guests
  name   = "objects"
  role   = aws_iam_role.guest[0].id
  policy = data.aws_iam_policy_document.guest.json
}

data "aws_iam_policy_document" "guest_trust" {
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
      values   = ["unauthenticated"]
    }
  }
}

data "aws_iam_policy_document" "guest" {
  statement {
    sid       = "ReadPublic"
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.files.arn}/public/*"]
  }

  statement {
    sid       = "ListPublic"
    effect    = "Allow"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.files.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["public/*"]
    }
  }
}
