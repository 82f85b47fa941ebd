namespace NeuralNet.Plotting;

/// <summary>The predictions of a model of two inputs in the plane, with data points over them.</summary>
internal sealed class DecisionBoundary : Plot
{
    private const int Columns = 168, Rows = 112;
    private const double Strongest = 0.6, Height = 440, BarRoom = 34;
    private readonly Tensor points;
    private readonly int[] classes;
    private readonly bool[] isWrong;
    private readonly IReadOnlyList<string> axisNames, classNames;
    private readonly ClassScores scores;
    private readonly Interval x, y;

    public DecisionBoundary(
        Tensor points, int[] classes, bool[] isWrong, ClassScores scores, Interval x, Interval y,
        IReadOnlyList<string> classNames, IReadOnlyList<string> axisNames, string title)
        : base(title, Describe(isWrong, scores), LegendOf(classNames, isWrong))
    {
        (this.points, this.classes, this.isWrong, this.scores) = (points, classes, isWrong, scores);
        (this.x, this.y, this.classNames, this.axisNames) = (x, y, [.. classNames], [.. axisNames]);
    }

    private protected override double ContentHeight => Height + (scores.Scale is null ? 0 : BarRoom);

    /// <summary>The middles of all cells, row by row from the top.</summary>
    public static Tensor Grid(Interval x, Interval y)
    {
        var grid = new Tensor([Columns * Rows, 2]);
        for (int cell = 0; cell < Columns * Rows; cell++)
        {
            grid[cell, 0] = (float)(x.From + x.Length * (cell % Columns + 0.5) / Columns);
            grid[cell, 1] = (float)(y.To - y.Length * (cell / Columns + 0.5) / Rows);
        }

        return grid;
    }

    private protected override void Draw(SvgWriter svg, Box area)
    {
        var axes = new Axes(
            area.Inset(bottom: scores.Scale is null ? 0 : BarRoom), x, Ticks.Within(y, Axes.YSpaces(Height)), axisNames[0], axisNames[1]);
        axes.Draw(svg, hasGrid: false);
        CellMap.Paint(svg, axes.Plot, Columns, Rows, Shade, Strongest);
        DrawBoundary(svg, axes.Plot);
        DrawPoints(svg, axes, "outlined", wrong: false);
        DrawPoints(svg, axes, "ringed", wrong: true);
        scores.Scale?.DrawBar(svg, new Box(axes.Plot.Right - 240, area.Bottom - 18, 240, 10), "model output", Strongest);

        (string, double) Shade(int column, int row) => scores.Shade(row * Columns + column);
    }

    private void DrawPoints(SvgWriter svg, Axes axes, string style, bool wrong)
    {
        double radius = Marker.Radius(classes.Length);
        for (int i = 0; i < classes.Length; i++)
        {
            string tooltip = $"{classNames[classes[i]]} ({NumberText.Format(points[i, 0])}, {NumberText.Format(points[i, 1])})";
            if (isWrong[i] == wrong)
                Marker.Draw(svg, classes[i], axes.X(points[i, 0]), axes.Y(points[i, 1]), radius, style, tooltip);
        }
    }

    private void DrawBoundary(SvgWriter svg, Box plot)
    {
        var path = new PathData();
        double cellWidth = plot.Width / Columns, cellHeight = plot.Height / Rows;
        for (int subject = 1; subject < scores.Classes; subject++)
        {
            double[] leads = [.. Enumerable.Range(0, Columns * Rows).Select(cell => scores.Lead(cell, subject))];
            foreach ((double x1, double y1, double x2, double y2) in ContourLines.AtZero(leads, Columns, Rows))
            {
                path.MoveTo(plot.Left + (x1 + 0.5) * cellWidth, plot.Top + (y1 + 0.5) * cellHeight);
                path.LineTo(plot.Left + (x2 + 0.5) * cellWidth, plot.Top + (y2 + 0.5) * cellHeight);
            }
        }

        if (!path.IsEmpty)
            svg.Path("ink", path.ToString());
    }

    private static string Describe(bool[] isWrong, ClassScores scores)
    {
        string all = isWrong.Length == 1 ? "1 point" : FormattableString.Invariant($"{isWrong.Length} points");
        string points = FormattableString.Invariant($"{isWrong.Count(wrong => !wrong)} of {all} on the right side of the boundary");
        return scores.Scale is null ? points + " · the stronger the shade, the surer the model" : points;
    }

    private static LegendEntry[] LegendOf(IReadOnlyList<string> classNames, bool[] isWrong)
    {
        IEnumerable<LegendEntry> entries = classNames.Select(LegendEntry.OfMarker);
        var wrong = new LegendEntry("on the wrong side", 12, (svg, x, y) => svg.Circle("surface ringed", x, y, 5));
        return [.. isWrong.Contains(true) ? entries.Append(wrong) : entries];
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// Plots the predictions of a classifier of two inputs in the plane: the class as a colour, stronger with higher confidence; the
    /// boundary as a line; and the data as points.
    /// </summary>
    /// <param name="model">A model of two inputs. It has an output for each class, or one output for two classes.</param>
    /// <param name="x">The points, (rows, 2).</param>
    /// <param name="y">Their classes: numbers or one-hot rows; for a model of one output 0 and 1, or −1 and 1.</param>
    /// <param name="classNames">The names of the classes; by default <see cref="Model.Labels"/>, or the numbers in y.</param>
    /// <param name="featureNames">The names of the two inputs; by default <see cref="Model.FeatureNames"/>, or x₁ and x₂.</param>
    /// <param name="title">The line above the picture.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, there are no points, a value is not finite, or y has other classes than the model.
    /// </exception>
    public static Plot DecisionBoundary(
        Model model, Tensor x, Tensor y, IReadOnlyList<string>? classNames = null, IReadOnlyList<string>? featureNames = null,
        string title = "Decision boundary")
    {
        ArgumentNullException.ThrowIfNull(model);
        int classes = Math.Max(2, model.OutputShapes[0].Size);
        return DecisionBoundary(
            model.Predict, nameof(model), x, y, classNames ?? (model.Labels?.Count == classes ? model.Labels : null),
            featureNames ?? (model.FeatureNames?.Count == 2 ? model.FeatureNames : null), title);
    }

    /// <summary>Draws the plot for any function, such as a model after the scaling of its inputs.</summary>
    /// <param name="predict">Given points, (rows, 2), gives an output for each class, or one output for two classes.</param>
    /// <param name="classNames">The names of the classes; the numbers in y by default.</param>
    /// <param name="featureNames">The names of the two inputs; x₁ and x₂ by default.</param>
    /// <inheritdoc cref="DecisionBoundary(Model, Tensor, Tensor, IReadOnlyList{string}?, IReadOnlyList{string}?, string)"/>
    public static Plot DecisionBoundary(
        Func<Tensor, Tensor> predict, Tensor x, Tensor y,
        IReadOnlyList<string>? classNames = null, IReadOnlyList<string>? featureNames = null,
        string title = "Decision boundary")
    {
        ArgumentNullException.ThrowIfNull(predict);
        return DecisionBoundary(predict, nameof(predict), x, y, classNames, featureNames, title);
    }

    private static DecisionBoundary DecisionBoundary(
        Func<Tensor, Tensor> predict, string predictName, Tensor x, Tensor y,
        IReadOnlyList<string>? classNames, IReadOnlyList<string>? featureNames, string title)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.Shape[0] == 0 || x.Shape[1] != 2)
            throw new ArgumentException(
                $"The boundary is drawn in the plane of two inputs: 'x' must have the shape (rows, 2) and a row; it has {x.Shape}.",
                nameof(x));
        Check.Finite(x);
        if (featureNames is not null)
            Check.OneFor(2, "input", featureNames);
        ClassScores atPoints = ClassScores.Of(predict(x.Clone()), x.Shape[0], y, predictName);
        int[] classes = atPoints.Labels(y, x.Shape[0]);
        if (classNames is not null)
            Check.OneFor(atPoints.Classes, "class", classNames);

        Interval across = Range(x, column: 0), up = Range(x, column: 1);
        Tensor grid = Plotting.DecisionBoundary.Grid(across, up);
        ClassScores everywhere = ClassScores.Of(predict(grid), grid.Shape[0], y, predictName);
        return new DecisionBoundary(
            x.Clone(), classes, [.. classes.Select((label, i) => label != atPoints.Winner(i))], everywhere, across, up,
            classNames ?? atPoints.DefaultNames, featureNames ?? ["x₁", "x₂"], Check.Title(title));
    }

    private static Interval Range(Tensor x, int column) =>
        Interval.Of(Enumerable.Range(0, x.Shape[0]).Select(row => (double)x[row, column])).Padded(0.1);
}
