resource "aws_wafv2_web_acl_association" "this" {
  count = var.associate_waf ? 1 : 0

  resource_arn = aws_api_gateway_stage.this.arn
  web_acl_arn  = var.web_acl_arn
}
