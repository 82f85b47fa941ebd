using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>
/// The number of rows of each class that were predicted as each class: correct ones on the diagonal, in another colour than the others.
/// </summary>
internal sealed class ConfusionMatrix : Plot
{
    private const double Faintest = 0.12, Strongest = 0.55, LevelNames = 20, TallestNames = 150, FootRoom = 20, RoomForShare = 44;
    private readonly int[,] counts;
    private readonly int[] rowTotals;
    private readonly IReadOnlyList<string> names;
    private readonly double gutter, cellWidth, cellHeight, namesHeight;

    public ConfusionMatrix(int[,] counts, IReadOnlyList<string> names, string title)
        : base(title, Describe(counts))
    {
        (this.counts, this.names) = (counts, [.. names]);
        int classes = names.Count;
        rowTotals = [.. Enumerable.Range(0, classes).Select(row => Enumerable.Range(0, classes).Sum(column => counts[row, column]))];
        double widest = TextMeasure.Widest(names, 12);
        double widestCount = TextMeasure.Width(counts.Cast<int>().Max().ToString(CultureInfo.InvariantCulture), 13);
        gutter = Math.Min(180, Math.Max(72, widest + 12));
        cellHeight = Math.Clamp(400.0 / classes, 22, 64);
        double narrowest = Math.Max(Math.Max(cellHeight, 30), widestCount + 8);
        cellWidth = Math.Clamp(widest + 14, narrowest, Math.Max(narrowest, 560.0 / classes));
        bool areLevel = widest <= cellWidth - 4 || cellWidth >= TallestNames;
        namesHeight = areLevel ? LevelNames : Math.Min(TallestNames, widest + 8);
    }

    private double HeadRoom => 26 + namesHeight;

    /// <summary>Gets a value indicating whether the names of the columns are too long to lie and stand upright.</summary>
    private bool HasUprightNames => namesHeight > LevelNames;

    private protected override double ContentWidth => Math.Max(360, gutter + names.Count * cellWidth);

    private protected override double ContentHeight => HeadRoom + names.Count * cellHeight + FootRoom;

    private protected override void Draw(SvgWriter svg, Box area)
    {
        var matrix = new Box(area.Left + gutter, area.Top + HeadRoom, names.Count * cellWidth, names.Count * cellHeight);
        svg.Text("heading", matrix.Left, area.Top + 12, "predicted class");
        svg.Text("heading end", matrix.Left - 10, matrix.Top - 10, "true class");
        for (int i = 0; i < names.Count; i++)
        {
            double center = matrix.Left + (i + 0.5) * cellWidth;
            if (HasUprightNames)
                svg.UprightText("start", center + 4, matrix.Top - 6, TextMeasure.Fit(names[i], namesHeight - 8, 12), names[i]);
            else
                svg.Text("middle", center, matrix.Top - 9, TextMeasure.Fit(names[i], cellWidth - 4, 12), names[i]);
            string rowName = TextMeasure.Fit(names[i], gutter - 12, 12);
            svg.Text("end", matrix.Left - 10, matrix.Top + (i + 0.5) * cellHeight + 4, rowName, names[i]);
        }

        for (int row = 0; row < names.Count; row++)
        {
            for (int column = 0; column < names.Count; column++)
                DrawCell(svg, row, column, new Box(matrix.Left + column * cellWidth, matrix.Top + row * cellHeight, cellWidth, cellHeight));
        }

        svg.Text("muted small", matrix.Left, matrix.Bottom + 18, cellHeight >= RoomForShare
            ? "Shares and shades are of the class, by row."
            : "Shades are the shares of the class, by row.");
    }

    private void DrawCell(SvgWriter svg, int row, int column, Box cell)
    {
        int count = counts[row, column];
        double share = rowTotals[row] == 0 ? 0 : (double)count / rowTotals[row];
        string text = count.ToString(CultureInfo.InvariantCulture);
        string tooltip = $"{names[row]} predicted as {names[column]}: {text} ({NumberText.Percent(share)})";
        Box tile = cell.Inset(1, 1, 1, 1);
        if (count == 0)
            svg.Rectangle("faint", tile, 0.5, tooltip);
        else
            svg.Rectangle(row == column ? "lower" : "raise", tile, Faintest + (Strongest - Faintest) * share, tooltip);
        bool hasShare = cellHeight >= RoomForShare && count > 0;
        string style = count == 0 ? "muted middle" : "heading middle";
        svg.Text(style, cell.Center, cell.Middle + (hasShare ? -1 : 4.5), text, tooltip);
        if (hasShare)
            svg.Text("small middle", cell.Center, cell.Middle + 15, NumberText.Percent(share), tooltip);
    }

    private static string Describe(int[,] counts)
    {
        int total = counts.Cast<int>().Sum(), right = Enumerable.Range(0, counts.GetLength(0)).Sum(i => counts[i, i]);
        return FormattableString.Invariant($"{right} of {total} right: accuracy {NumberText.Percent((double)right / total)}");
    }
}

public abstract partial class Plot
{
    private const int MaxClasses = 40;

    /// <summary>Plots the number of rows of each class that were predicted as each class.</summary>
    /// <param name="y">The true classes: their numbers, one a row, or one-hot rows.</param>
    /// <param name="predictions">
    /// The predictions of the model: a probability for each class, one probability of class 1, or numbers of classes.
    /// </param>
    /// <param name="classNames">The names of the classes; their numbers by default.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, the two have different numbers of them, a class has no name, there are more than 40 classes, or a value is
    /// neither a class nor a probability.
    /// </exception>
    public static Plot ConfusionMatrix(
        Tensor y, Tensor predictions, IReadOnlyList<string>? classNames = null, string title = "Confusion matrix")
    {
        int[] actual = ClassLabels.Of(y, nameof(y)), predicted = ClassLabels.Of(predictions, nameof(predictions));
        Check.OneFor(actual.Length, "row of y", predicted, nameof(predictions));
        int width = new[] { y, predictions }.Max(classes => classes.Rank == 1 ? 1 : classes.Shape[1]);
        int classes = Math.Max(Math.Max(2, width), Math.Max(actual.Max(), predicted.Max()) + 1);
        Check.Count(classes, 2, MaxClasses, "classes", nameof(y));
        if (classNames is not null)
            Check.OneFor(classes, "class", classNames);
        int[,] counts = new int[classes, classes];
        for (int row = 0; row < actual.Length; row++)
            counts[actual[row], predicted[row]]++;
        return new ConfusionMatrix(counts, classNames ?? Numbered(classes), Check.Title(title));
    }

    private static string[] Numbered(int classes) =>
        [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}
