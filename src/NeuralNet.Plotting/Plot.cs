using System.Text;

namespace NeuralNet.Plotting;

/// <summary>
/// A picture of data, made by the static methods of this class: <c>Plot.ConfusionMatrix(y, model.Predict(x)).Save("confusion.svg")</c>.
/// A plot is SVG without references to other files, and the same to the byte for the same data. It keeps the data that it was created
/// with. Values that are not finite are refused, except in curves of training and of functions that overflow, which have a gap there.
/// </summary>
public abstract partial class Plot
{
    private const double Margin = 24;
    private readonly string title;
    private readonly string? subtitle;
    private readonly Legend legend;

    private protected Plot(string title, string? subtitle = null, IReadOnlyList<LegendEntry>? legend = null)
    {
        this.title = title;
        this.subtitle = subtitle;
        this.legend = new Legend(legend ?? []);
    }

    /// <summary>The width of the content, which <see cref="Draw"/> draws.</summary>
    private protected virtual double ContentWidth => 672;

    /// <summary>The height of the content, which <see cref="Draw"/> draws.</summary>
    private protected abstract double ContentHeight { get; }

    private double ContentTop => (subtitle is null ? 48 : 68) + legend.HeightWithin(ContentWidth);

    /// <summary>
    /// Writes the picture to a file, by convention <c>.svg</c>. The file is complete or not there: an older one stays until
    /// then.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="theme">The colours; by default the reader's system chooses between light and dark.</param>
    /// <exception cref="ArgumentException">The path is empty, or no path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such theme.</exception>
    /// <exception cref="IOException">The file cannot be written, its folder does not exist, or the path is that of a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path, Theme theme = Theme.Automatic)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] bytes = Encoding.UTF8.GetBytes(ToSvg(theme));
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The picture as an SVG document; it can also stand inside an HTML page.</summary>
    /// <param name="theme">The colours; by default the reader's system chooses between light and dark.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such theme.</exception>
    public string ToSvg(Theme theme = Theme.Automatic)
    {
        var area = new Box(Margin, ContentTop, ContentWidth, ContentHeight);
        var text = new StringBuilder();
        using (var svg = new SvgWriter(text, area.Right + Margin, area.Bottom + Margin, theme, title))
        {
            svg.Text("title", Margin, 32, TextMeasure.Fit(title, ContentWidth, 17), title);
            if (subtitle is not null)
                svg.Text("muted", Margin, 52, TextMeasure.Fit(subtitle, ContentWidth, 12), subtitle);
            legend.Draw(svg, Margin, (subtitle is null ? 48 : 68) + 8, ContentWidth);
            Draw(svg, area);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The picture as an SVG document, in the colours that the reader's system prefers.</summary>
    public override string ToString() => ToSvg();

    /// <summary>Draws everything below the title, the subtitle and the legend.</summary>
    private protected abstract void Draw(SvgWriter svg, Box area);
}
