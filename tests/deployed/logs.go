package deployed

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// logs is what each function wrote, as far as it is kept.
func (d *Deployment) logs() string {
	var b strings.Builder
	client := cloudwatchlogs.NewFromConfig(d.AWS)
	for _, function := range []string{"front", "worker", "ticker"} {
		fmt.Fprintf(&b, "--- %s\n", function)
		pages := cloudwatchlogs.NewFilterLogEventsPaginator(client, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: aws.String("/aws/lambda/slipway-" + function)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(context.Background())
			if err != nil {
				fmt.Fprintln(&b, err)
				break
			}
			for _, e := range page.Events {
				fmt.Fprintln(&b, strings.TrimSpace(*e.Message))
			}
		}
	}
	return b.String()
}
