package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// regions are AWS's, as of November 2026, but for those of China, whose ECR has other
// addresses. A new one belongs here.
func regions() []string {
	return strings.Fields(`
		af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
		ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
		ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
		il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2
		us-gov-east-1 us-gov-west-1`)
}

func region(a answers, text string) (string, error) {
	if slices.Contains(regions(), text) {
		return policy("region")(a, text)
	}
	near := slices.MinFunc(regions(), func(x, y string) int { return distance(x, text) - distance(y, text) })
	if distance(near, text) > 3 {
		return "", fmt.Errorf("expected the name of an AWS region, such as eu-west-1, not %s", shown(text))
	}
	return "", fmt.Errorf("expected the name of an AWS region, not %s; did you mean %s?", shown(text), near)
}

func distance(a, b string) int { return levenshtein.Distance(a, strings.ToLower(b), nil) }
