# The order of the rules, and what they share. First what sets the label, then the
# cheap ones that need not look at content, then content.
locals {
  order = [
    "signed",        # sets the label; blocks nothing
    "ip-reputation", # known attackers
    "rate",          # floods
    "countries",     # counts
    "bad-inputs",    # managed: exploits by name (Log4Shell …)
    "common",        # managed: the usual of OWASP's ten
    "content",       # ours, in content.tf: bodies, SQL, scripts
  ]
  priority = { for i, name in local.order : name => i }

  # Our rules block or count; groups do what their rules say, or count.
  block = var.mode == "block" ? [true] : []
  count = var.mode == "count" ? [true] : []

  # The managed groups, and which of their rules only set a label here. Those look
  # into bodies; "bodies" blocks by the label, but for the signed paths. That of the
  # size gives way to body_limit. Names and labels are AWS's, and written differently.
  managed = {
    "ip-reputation" = { group = "AWSManagedRulesAmazonIpReputationList", counted = [] }
    "bad-inputs" = {
      group   = "AWSManagedRulesKnownBadInputsRuleSet"
      counted = ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"]
    }
    "common" = {
      group   = "AWSManagedRulesCommonRuleSet"
      counted = ["SizeRestrictions_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY"]
    }
  }
  body_labels = [
    "awswaf:managed:aws:known-bad-inputs:JavaDeserializationRCE_Body",
    "awswaf:managed:aws:known-bad-inputs:Log4JRCE_Body",
    "awswaf:managed:aws:known-bad-inputs:ReactJSRCE_Body",
    "awswaf:managed:aws:core-rule-set:EC2MetaDataSSRF_Body",
    "awswaf:managed:aws:core-rule-set:GenericLFI_Body",
    "awswaf:managed:aws:core-rule-set:GenericRFI_Body",
    "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body",
  ]

  tags = merge(var.tags, { "slipway:component" = "waf" })
}
