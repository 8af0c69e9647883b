# The bot's state machine is in its own account. A function of another one has to let it in by itself:
# Step Functions has no way to say an external id, so that it cannot be the role that the bot is here.
resource "aws_lambda_permission" "last_resort" {
  for_each = toset(var.last_resort_role_arn == null ? [] : ["GetAlias", "UpdateAlias"])

  statement_id  = "last-resort-${each.key}"
  action        = "lambda:${each.key}"
  function_name = aws_lambda_function.this.function_name
  principal     = var.last_resort_role_arn
}
