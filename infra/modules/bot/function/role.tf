resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "What the function ${var.name} may do."
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  # No condition on the source: a role can only be given to functions of its own account.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# What each function may do on its own behalf: write its log and its traces.
resource "aws_iam_role_policy" "own" {
  name = "own"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.this.arn}:*"
      }],
      [for sid in ["Traces"] : {
        Sid      = sid
        Effect   = "Allow"
        Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
        Resource = "*" # X-Ray has no resources for it
      } if var.traced],
    )
  })
}

resource "aws_iam_role_policy" "work" {
  name   = "work"
  role   = aws_iam_role.this.id
  policy = var.policy
}
