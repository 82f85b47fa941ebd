namespace NeuralNet.Plotting;

/// <summary>The figures of a history over the epochs, one panel a figure, training and validation in one panel.</summary>
internal sealed class TrainingCurves : Plot
{
    private const string ValidationPrefix = "val_";
    private const double Gap = 28;
    private readonly Figure[] figures;
    private readonly Interval epochs;

    public TrainingCurves(History history, string title)
        : this(history, Figures(history), title)
    {
    }

    private TrainingCurves(History history, Figure[] figures, string title)
        : base(title, Describe(history, figures), LegendOf(figures))
    {
        this.figures = figures;
        epochs = Interval.Of(history.Epochs.Select(epoch => epoch + 1.0));
    }

    private protected override double ContentHeight => Rows * PanelHeight + (Rows - 1) * Gap;

    private int Columns => figures.Length == 1 ? 1 : 2;

    private int Rows => (figures.Length + Columns - 1) / Columns;

    private double PanelHeight => Columns == 1 ? 340 : 270;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        double width = (area.Width - (Columns - 1) * Gap) / Columns;
        for (int i = 0; i < figures.Length; i++)
        {
            DrawPanel(svg, figures[i], new Box(
                area.Left + i % Columns * (width + Gap), area.Top + i / Columns * (PanelHeight + Gap), width, PanelHeight));
        }
    }

    private void DrawPanel(SvgWriter svg, Figure figure, Box panel)
    {
        Interval y = Interval.Of(figure.Training.Concat(figure.Validation).Select(point => point.Value)).WithNearbyZero();
        var axes = new Axes(panel, epochs, Ticks.Around(y, Axes.YSpaces(panel.Height)), "epoch", figure.Name, xIsWhole: true);
        axes.Draw(svg);
        axes.DrawCurve(svg, "curve line-0", "fill-0", figure.Training);
        axes.DrawCurve(svg, "curve dashed line-1", "fill-1", figure.Validation);
        if (figure.Finite == 0)
            svg.Text("muted middle", axes.Plot.Center, axes.Plot.Middle, "no finite values");
    }

    private static Figure[] Figures(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Names.Count == 0)
            throw new ArgumentException("The history is empty: nothing can be drawn before Fit has finished an epoch.", nameof(history));
        return [.. history.Names.Select(WithoutPrefix).Distinct().OrderByDescending(name => name == "loss")
            .Select(name => new Figure(name, Points(history, name), Points(history, ValidationPrefix + name)))];
    }

    private static string WithoutPrefix(string name) =>
        name.StartsWith(ValidationPrefix, StringComparison.Ordinal) ? name[ValidationPrefix.Length..] : name;

    private static (double Epoch, double Value)[] Points(History history, string name) =>
        history.Names.Contains(name) ? [.. history.EpochsOf(name).Zip(history[name], (epoch, value) => (epoch + 1.0, value))] : [];

    private static string Describe(History history, Figure[] figures)
    {
        int count = history.Epochs.Count;
        var parts = new List<string> { FormattableString.Invariant($"{count} epoch{(count == 1 ? "" : "s")}") };
        (double Epoch, double Value)[] validation = [.. figures.Where(figure => figure.Name == "loss")
            .SelectMany(figure => figure.Validation).Where(point => Interval.Holds(point.Value))];
        if (validation.Length > 0)
        {
            (double epoch, double value) = validation.MinBy(point => point.Value);
            parts.Add(FormattableString.Invariant($"minimum validation loss {NumberText.Format(value)} in epoch {epoch}"));
        }

        int missing = figures.Sum(figure => figure.Training.Length + figure.Validation.Length - figure.Finite);
        if (missing > 0)
            parts.Add(FormattableString.Invariant($"gaps where {missing} {(missing == 1 ? "value is" : "values are")} not finite"));
        return string.Join(" · ", parts);
    }

    private static LegendEntry[] LegendOf(Figure[] figures) => figures.All(figure => figure.Validation.Length == 0)
        ? []
        : [LegendEntry.OfCurve("training", "curve line-0"), LegendEntry.OfCurve("validation", "curve dashed line-1")];

    private sealed record Figure(string Name, (double Epoch, double Value)[] Training, (double Epoch, double Value)[] Validation)
    {
        public int Finite => Training.Concat(Validation).Count(point => Interval.Holds(point.Value));
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// The figures of a history over the epochs, counted from 1: a panel for the loss and each metric, with training and validation
    /// in one panel. A value that is not finite leaves a gap.
    /// </summary>
    /// <param name="history">The history that Fit returned.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">The history has no epochs.</exception>
    public static Plot TrainingCurves(History history, string title = "Training") => new TrainingCurves(history, Check.Title(title));
}

/// <summary>Pictures of a <see cref="History"/>.</summary>
public static class HistoryExtensions
{
    /// <summary>Saves the training curves as SVG. See <see cref="Plot.TrainingCurves"/>.</summary>
    /// <inheritdoc cref="Plot.Save"/>
    /// <exception cref="ArgumentException">The history has no epochs.</exception>
    public static void SavePlot(this History history, string path, Theme theme = Theme.Automatic) =>
        Plot.TrainingCurves(history).Save(path, theme);
}
