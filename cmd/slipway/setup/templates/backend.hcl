# The bucket that infra/bootstrap makes: terraform -chdir=infra/bootstrap output -raw backend_hcl
bucket = {{hcl (printf "slipway-terraform-%s-%s" .A.account .A.region)}}
region = {{hcl .A.region}}
