output "repository_url" {
  value       = aws_ecr_repository.this.repository_url
  description = "Where to push: `artifact` in slipway.yaml."
}

output "arn" {
  value       = aws_ecr_repository.this.arn
  description = "ARN of the repository: for the role that pushes."
}

output "name" {
  value       = aws_ecr_repository.this.name
  description = "The repository's name."
}
