package metrics

import (
	"bytes"
	"context"
	"fmt"
	"image/png"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
)

// Image draws a graph as a PNG of at most 2,000 by 2,000 pixels. The widget is
// the JSON that CloudWatch takes for one.
func (m *Metrics) Image(ctx context.Context, widget []byte) ([]byte, error) {
	out, err := m.client.GetMetricWidgetImage(ctx, &cloudwatch.GetMetricWidgetImageInput{MetricWidget: aws.String(string(widget))})
	if err != nil {
		return nil, domain("draw the graph", err)
	}
	if _, err := png.DecodeConfig(bytes.NewReader(out.MetricWidgetImage)); err != nil {
		return nil, domain("draw the graph", fmt.Errorf("the answer is not a PNG: %w", err))
	}
	return out.MetricWidgetImage, nil
}
