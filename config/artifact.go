package config

import (
	"slices"
	"strings"
)

// Artifact is where the builds of a service are: images in an ECR repository, or
// zip files in an S3 bucket. Either Registry and Repository are set or Bucket is,
// or nothing.
type Artifact struct {
	Registry   string // host, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com
	Repository string // in the registry
	Bucket     string
	Prefix     string // of the files' keys, without a slash at its end; may be empty
}

// artifact is the address of one.
func artifact() shape[Artifact] {
	return textOf("an ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, or `s3://<bucket>/<prefix>`", parseArtifact)
}

func parseArtifact(text string) (Artifact, bool) {
	if place, ok := strings.CutPrefix(text, "s3://"); ok {
		bucket, prefix, _ := strings.Cut(strings.TrimSuffix(place, "/"), "/")
		return Artifact{Bucket: bucket, Prefix: prefix}, isBucket(bucket) && (prefix == "" || isPrefix(prefix))
	}
	registry, repository, _ := strings.Cut(text, "/")
	return Artifact{Registry: registry, Repository: repository}, isRegistry(registry) && isImageName(repository)
}

// isRegistry tells whether a host is that of an ECR registry.
func isRegistry(host string) bool {
	parts := strings.Split(strings.TrimSuffix(host, ".cn"), ".")
	return len(parts) == 6 && len(parts[0]) == 12 && madeOf(parts[0], digits) && parts[1] == "dkr" &&
		slices.Contains([]string{"ecr", "ecr-fips"}, parts[2]) && madeOf(parts[3], lower+digits+"-") &&
		parts[4] == "amazonaws" && parts[5] == "com"
}

// isImageName tells whether a text is the name of an ECR repository, without a tag.
func isImageName(s string) bool {
	if len(s) < 2 || len(s) > 256 {
		return false
	}
	for part := range strings.SplitSeq(s, "/") {
		if !madeOf(part, lower+digits+"._-") || !edges(part, lower+digits) {
			return false
		}
	}
	return true
}

func isBucket(s string) bool {
	return len(s) >= 3 && len(s) <= 63 && madeOf(s, lower+digits+".-") && edges(s, lower+digits)
}

// isPrefix tells whether a text can begin the keys of files, as a path.
func isPrefix(s string) bool {
	return len(s) <= 512 && madeOf(s, lower+upper+digits+"/-_.") && !strings.Contains("/"+s+"/", "//")
}

// edges tells whether a text that is not empty begins and ends with a letter of
// the alphabet.
func edges(s, alphabet string) bool {
	return strings.Contains(alphabet, s[:1]) && strings.Contains(alphabet, s[len(s)-1:])
}
