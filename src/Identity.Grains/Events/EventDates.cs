using System.Globalization;

namespace Identity.Grains.Events;

/// <summary>Reads the dates of an event search: a day (yyyy-MM-dd, in UTC) or Unix milliseconds.</summary>
public static class EventDates
{
    /// <summary>The first millisecond that the text allows; false when it is no date.</summary>
    public static bool TryParseFrom(string text, out long from) => TryParse(text, lastOfDay: false, out from);

    /// <summary>The last millisecond that the text allows: of a day its last; false when it is no date.</summary>
    public static bool TryParseTo(string text, out long to) => TryParse(text, lastOfDay: true, out to);

    private static bool TryParse(string text, bool lastOfDay, out long milliseconds)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds))
        {
            return true;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        milliseconds = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        milliseconds += lastOfDay ? (long)TimeSpan.FromDays(1).TotalMilliseconds - 1 : 0;
        return true;
    }
}
