using System.Globalization;
using System.Net;
using System.Text;
using Identity.LoadTester.Measuring;

namespace Identity.LoadTester.Reports;

/// <summary>Lines over the time of a run, as SVG.</summary>
/// <param name="title">What the plot shows.</param>
/// <param name="unit">Of the values.</param>
/// <param name="duration">Of the run, in seconds.</param>
/// <param name="marks">What happened, drawn across.</param>
internal sealed class Plot(string title, string unit, double duration, IReadOnlyList<RunMark> marks)
{
    private const int Width = 920;
    private const int Height = 230;
    private const int Left = 64;
    private const int Right = 12;
    private const int Top = 30;
    private const int Bottom = 24;
    private readonly List<(string Name, string Colour, IReadOnlyList<(double At, double Value)> Points)> _lines = [];

    /// <summary>Draws values in a logarithmic scale, so that the usual and the worst can both be read.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Adds a line; a NaN interrupts it.</summary>
    public void Add(string name, string colour, IEnumerable<(double At, double Value)> points) => _lines.Add((name, colour, [.. points]));

    public string ToSvg()
    {
        var values = _lines.SelectMany(line => line.Points).Select(point => point.Value).Where(double.IsFinite).ToList();
        var top = Nice(Math.Max(values.Count == 0 ? 1 : values.Max() * 1.02, IsLogarithmic ? 1 : 0));
        var bottom = IsLogarithmic ? Math.Pow(10, Math.Floor(Math.Log10(Math.Max(0.1, values.Where(value => value > 0).DefaultIfEmpty(0.1).Min())))) : 0;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"16\" class=\"title\">{WebUtility.HtmlEncode(title)}, {unit}</text>");
        foreach (var tick in Ticks(bottom, top))
        {
            var y = Y(tick, bottom, top);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" class=\"grid\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.0}\" class=\"y\">{tick:0.##}</text>");
        }

        for (var i = 0; i <= 6; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(duration * i / 6):0.0}\" y=\"{Height - 6}\" class=\"x\">{duration * i / 6:0} s</text>");
        }

        DrawMarks(svg);
        for (var i = 0; i < _lines.Count; i++)
        {
            var (name, colour, points) = _lines[i];
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right - ((_lines.Count - i - 1) * 74)}\" y=\"16\" class=\"legend\" fill=\"{colour}\">{WebUtility.HtmlEncode(name)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Path(points, bottom, top)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.4\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private void DrawMarks(StringBuilder svg)
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var x = X(Math.Clamp(marks[i].At.TotalSeconds, 0, duration));
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.0}\" x2=\"{x:0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" class=\"mark\"><title>{WebUtility.HtmlEncode(marks[i].What)}</title></line>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 3:0.0}\" y=\"{Top + 10 + (i % 3 * 12)}\" class=\"marked\">{WebUtility.HtmlEncode(marks[i].What)}</text>");
        }
    }

    private string Path(IReadOnlyList<(double At, double Value)> points, double bottom, double top)
    {
        var path = new StringBuilder();
        var isBroken = true;
        foreach (var (at, value) in points)
        {
            if (double.IsFinite(value))
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isBroken ? 'M' : 'L')}{X(at):0.0} {Y(value, bottom, top):0.0}");
            }

            isBroken = !double.IsFinite(value);
        }

        return path.ToString();
    }

    private double X(double at) => Left + ((Width - Left - Right) * at / Math.Max(duration, 1e-9));

    private double Y(double value, double bottom, double top)
    {
        var part = IsLogarithmic ? (Math.Log10(Math.Max(value, bottom)) - Math.Log10(bottom)) / (Math.Log10(top) - Math.Log10(bottom)) : (value - bottom) / (top - bottom);
        return Height - Bottom - ((Height - Top - Bottom) * part);
    }

    private IEnumerable<double> Ticks(double bottom, double top)
    {
        if (!IsLogarithmic)
        {
            return Enumerable.Range(0, 5).Select(i => bottom + ((top - bottom) * i / 4));
        }

        return Enumerable.Range((int)Math.Round(Math.Log10(bottom)), 12).Select(power => Math.Pow(10, power)).TakeWhile(tick => tick <= top);
    }

    // The next of 1, 2, 4, 5, 8, 10 with as many zeros.
    private static double Nice(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1.0, 2, 4, 5, 8, 10 }.Select(step => step * power).First(step => step >= value * 0.999);
    }
}
