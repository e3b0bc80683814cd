using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Tests.Measuring;

public class Latencies
{
    [Fact]
    public void Percentiles_are_right_within_one_part_in_sixty_four()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100_000; i++)
        {
            histogram.Add(TimeSpan.FromMicroseconds(i));
        }

        Assert.Equal(100_000, histogram.Count);
        foreach (var part in new[] { 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            Assert.InRange(histogram.Percentile(part).TotalMicroseconds, 100_000 * part, 100_000 * part * (1 + (1 / 64.0)));
        }

        Assert.Equal(TimeSpan.FromMicroseconds(100_000), histogram.Max);
        Assert.Equal(50_000.5, histogram.Mean.TotalMicroseconds, tolerance: 1);
    }

    [Fact]
    public void One_slow_answer_in_a_hundred_shows_in_the_worst_but_not_in_the_median()
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 99; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(1));
        }

        histogram.Add(TimeSpan.FromHours(2));

        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 1, 1.02);
        Assert.Equal(TimeSpan.FromHours(2), histogram.Percentile(1));
    }

    [Fact]
    public void Two_histograms_add_up_and_an_empty_one_says_zero()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        Assert.Equal(TimeSpan.Zero, one.Percentile(0.5));
        Assert.Equal(TimeSpan.Zero, one.Mean);
        one.Add(TimeSpan.FromMilliseconds(1));
        other.Add(TimeSpan.FromMilliseconds(9));

        one.Add(other);

        Assert.Equal(2, one.Count);
        Assert.Equal(9, one.Max.TotalMilliseconds);
        Assert.Equal(5, one.Mean.TotalMilliseconds, tolerance: 0.1);
    }
}
