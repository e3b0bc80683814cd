using System.Globalization;
using System.Text;

namespace Identity.Silo.Metrics;

/// <summary>One line, or one histogram, of the metrics.</summary>
internal sealed class Series(InstrumentKind kind)
{
    private static readonly double[] s_bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _turn = new();
    private readonly long[] _buckets = kind == InstrumentKind.Histogram ? new long[s_bounds.Length + 1] : [];
    private double _value;
    private long _count;

    public string Kind => kind.Prometheus;

    public void Take(double measured)
    {
        lock (_turn)
        {
            _value = kind.Adds ? _value + measured : measured;
            if (_buckets.Length > 0)
            {
                _count++;
                _buckets[Bucket(measured)]++;
            }
        }
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        lock (_turn)
        {
            if (_buckets.Length == 0)
            {
                Line(text, name, labels, _value);
                return;
            }

            long below = 0;
            for (var i = 0; i < _buckets.Length; i++)
            {
                below += _buckets[i];
                var bound = i < s_bounds.Length ? s_bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                Line(text, name + "_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", below);
            }

            Line(text, name + "_sum", labels, _value);
            Line(text, name + "_count", labels, _count);
        }
    }

    private static int Bucket(double measured)
    {
        var index = 0;
        while (index < s_bounds.Length && !(measured <= s_bounds[index]))
        {
            index++;
        }

        return index;
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
