using System.Numerics;

namespace Identity.LoadTester.Measuring;

/// <summary>Counts latencies in buckets that grow with them: each is known to within 1/<paramref name="parts"/>, whatever its size.</summary>
/// <param name="parts">Buckets for each doubling; a power of two.</param>
internal sealed class LatencyHistogram(int parts = 64)
{
    // Up to 2^36 microseconds: nineteen hours.
    private const int Doublings = 36;
    private readonly int _bits = BitOperations.Log2((uint)parts);
    private readonly int[] _counts = new int[parts * (Doublings - BitOperations.Log2((uint)parts) + 1)];
    private long _count;
    private long _sum;
    private long _max;

    /// <summary>How many there are.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The longest.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(Volatile.Read(ref _max));

    /// <summary>The mean; zero when there is none.</summary>
    public TimeSpan Mean => Count is var count && count > 0 ? TimeSpan.FromMicroseconds((double)Volatile.Read(ref _sum) / count) : TimeSpan.Zero;

    /// <summary>Counts one. From any thread.</summary>
    public void Add(TimeSpan latency)
    {
        var value = Math.Clamp((long)latency.TotalMicroseconds, 0, (1L << Doublings) - 1);
        Interlocked.Increment(ref _counts[IndexOf(value)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sum, value);
        for (var max = Volatile.Read(ref _max); value > max;)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max)
            {
                return;
            }

            max = seen;
        }
    }

    /// <summary>Counts all of another one of the same parts.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        _count += other._count;
        _sum += other._sum;
        _max = Math.Max(_max, other._max);
    }

    /// <summary>The latency that this part of all does not exceed, 0.99 for the 99th percentile; zero when there is none.</summary>
    public TimeSpan Percentile(double part)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * part));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (_counts[i] > 0 && seen >= wanted)
            {
                return TimeSpan.FromMicroseconds(Math.Min(TopOf(i), Volatile.Read(ref _max)));
            }
        }

        return TimeSpan.Zero;
    }

    // The first doublings are exact; each later one has as many buckets, of twice the width.
    private int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - _bits);
        return (shift << _bits) + (int)(value >> shift);
    }

    private long TopOf(int index)
    {
        var shift = Math.Max(0, (index >> _bits) - 1);
        var value = index - (shift << _bits);
        return ((long)(value + 1) << shift) - 1;
    }
}
