using System.Globalization;
using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

/// <summary>
/// The partial dependence of an output on a feature as a thick curve over a thin one for each row, or, for a category, as a bar over a
/// point for each row.
/// </summary>
internal sealed class PartialDependenceCurves : Plot
{
    private const int MaxCurves = 200;
    private const double FaintestCurve = 0.15, StrongestCurve = 0.5, MeanHalfWidth = 22;
    private readonly PartialDependence dependence;
    private readonly double[] mean;
    private readonly double[][] curves;
    private readonly bool isCategory;
    private readonly string yLabel;

    public PartialDependenceCurves(PartialDependence dependence, bool isCentered, string yLabel, string title)
        : base(title, Describe(dependence, isCentered), LegendOf(dependence))
    {
        (this.dependence, this.yLabel) = (dependence, yLabel);
        isCategory = IsCategory(dependence);
        mean = [.. dependence.Mean.Select(value => value - (isCentered ? dependence.Mean[0] : 0))];
        curves = [.. ShownRows(dependence).Select(row => Curve(dependence.Curves.Row(row), isCentered))];
    }

    private protected override double ContentHeight => 400;

    private double CurveOpacity => Math.Clamp(15.0 / curves.Length, FaintestCurve, StrongestCurve);

    private protected override void Draw(SvgWriter svg, Box area)
    {
        Interval covered = Interval.Of(curves.SelectMany(curve => curve).Concat(mean));
        Ticks y = Ticks.Around(covered.WithNearbyZero(), Axes.YSpaces(area.Height));
        if (isCategory)
            DrawCategory(svg, Axes.OfCategories(area, dependence.GridLabels, y, dependence.Feature, yLabel));
        else
            DrawCurves(svg, new Axes(area, Interval.Of(dependence.GridValues.Select(value => (double)value)), y, dependence.Feature,
                yLabel));
    }

    private void DrawCurves(SvgWriter svg, Axes axes)
    {
        axes.Draw(svg);
        foreach (double[] curve in curves)
            axes.DrawCurve(svg, "curve thin line-0", "fill-0", Points(curve), CurveOpacity);
        axes.DrawCurve(svg, "curve line-1 bold", "fill-1", Points(mean));
    }

    private void DrawCategory(SvgWriter svg, Axes axes)
    {
        axes.Draw(svg);
        double halfWidth = Math.Min(MeanHalfWidth, axes.Plot.Width / mean.Length * 0.4);
        for (int category = 0; category < mean.Length; category++)
        {
            double x = axes.X(category), y = axes.Y(mean[category]);
            foreach (double[] curve in curves)
                svg.Circle("fill-0", x, axes.Y(curve[category]), 3, CurveOpacity);
            string tooltip = $"{dependence.GridLabels[category]}: {NumberText.Format(mean[category])}";
            svg.Line("curve line-1 bold", x - halfWidth, y, x + halfWidth, y, tooltip: tooltip);
        }
    }

    private (double X, double Y)[] Points(double[] curve) =>
        [.. dependence.GridValues.Zip(curve, (x, y) => ((double)x, y))];

    private static double[] Curve(ReadOnlySpan<float> row, bool isCentered)
    {
        double[] curve = new double[row.Length];
        for (int point = 0; point < row.Length; point++)
            curve[point] = row[point] - (isCentered ? (double)row[0] : 0);
        return curve;
    }

    /// <summary>Returns all rows or, if there are too many to draw, rows at even distances.</summary>
    private static IEnumerable<int> ShownRows(PartialDependence dependence)
    {
        int rows = dependence.Curves.Shape[0], shown = Math.Min(rows, MaxCurves);
        return Enumerable.Range(0, shown).Select(i => (int)((long)i * rows / shown));
    }

    /// <summary>Returns true if the grid has names instead of numbers.</summary>
    private static bool IsCategory(PartialDependence dependence) => dependence.GridLabels.Zip(dependence.GridValues).Any(pair =>
        !float.TryParse(pair.First, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
        || Math.Abs(number - pair.Second) > 0.01f * Math.Max(1e-30f, Math.Abs(pair.Second)));

    private static string Describe(PartialDependence dependence, bool isCentered)
    {
        int rows = dependence.Curves.Shape[0];
        string all = FormattableString.Invariant($"{rows} row{(rows == 1 ? "" : "s")}");
        return AttributionTexts.Join(
            rows > MaxCurves ? FormattableString.Invariant($"mean of {all}, {MaxCurves} of which are drawn") : all,
            isCentered ? $"change from {dependence.Feature} = {NumberText.Typeset(dependence.GridLabels[0])}" : null)!;
    }

    private static LegendEntry[] LegendOf(PartialDependence dependence) => IsCategory(dependence)
        ?
        [
            LegendEntry.OfCurve("mean (partial dependence)", "curve line-1 bold"),
            new LegendEntry("each row (ICE)", 10, (svg, x, y) => svg.Circle("fill-0", x, y, 3)),
        ]
        :
        [
            LegendEntry.OfCurve("mean (partial dependence)", "curve line-1 bold"),
            LegendEntry.OfCurve("each row (ICE)", "curve thin line-0"),
        ];
}

public abstract partial class Plot
{
    /// <summary>
    /// The partial dependence of an output on a feature over the individual conditional expectation (ICE) of each row: curves, or points
    /// for a category. Of more than 200 rows, 200 at even distances are drawn; the mean is that of all.
    /// </summary>
    /// <param name="dependence">The partial dependence.</param>
    /// <param name="centered">
    /// True to subtract from each curve its first value, so that curves that begin at different levels can be compared (c-ICE).
    /// </param>
    /// <param name="title">The line above the picture; by default it names the feature and the output.</param>
    /// <param name="outputName">The name of the output, such as its class; its number by default.</param>
    /// <exception cref="ArgumentException">A value cannot be drawn.</exception>
    public static Plot PartialDependence(
        PartialDependence dependence, bool centered = false, string? title = null, string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(dependence);
        Check.Finite(dependence.Curves, nameof(dependence), nameof(dependence));
        string output = outputName ?? dependence.OutputName ?? FormattableString.Invariant($"output {dependence.Output}");
        return new PartialDependenceCurves(
            dependence, centered, centered ? $"change of {output}" : output,
            Check.Title(title ?? $"Partial dependence of {output} on {dependence.Feature}"));
    }
}
