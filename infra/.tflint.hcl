# tflint's own rules: what is unused, untyped, undocumented or unpinned. Its rules about AWS are
# a plugin of their own, which would have to be fetched.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Variables are in files by topic, which has no use for one variables.tf.
rule "terraform_standard_module_structure" {
  enabled = false
}
