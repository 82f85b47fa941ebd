namespace NeuralNet.Plotting;

/// <summary>The neurons of a network of dense layers in columns, and its weights as lines between them.</summary>
internal sealed class NetworkDiagram : Plot
{
    private const double Radius = 11, LeastColumnWidth = 150, CaptionRoom = 44, NoteRoom = 17, LabelSize = 12, WidestLabel = 130;
    private const double ThinnestLine = 0.4, ThickestLine = 4, FaintestLine = 0.2, StrongestLine = 0.9;
    private const int MostNumberedWeights = 24, MostNumberedSources = 4;
    private readonly IReadOnlyList<NeuronColumn> columns;
    private readonly IReadOnlyList<string>? inputNames, outputNames;
    private readonly ColorScale weights, biases;
    private readonly bool isNumbered;

    public NetworkDiagram(
        IReadOnlyList<NeuronColumn> columns, IReadOnlyList<string>? inputNames, IReadOnlyList<string>? outputNames, string title)
        : base(title, Describe(columns), [Line("positive weight", "raise-line"), Line("negative weight", "lower-line")])
    {
        (this.columns, this.inputNames, this.outputNames) = (columns, inputNames?.ToArray(), outputNames?.ToArray());
        weights = Weights(columns);
        biases = ColorScale.Around0(columns.SelectMany(column => column.Bias));
        isNumbered = columns.Zip(columns.Skip(1)).Sum(pair => pair.First.Units * pair.Second.Units) <= MostNumberedWeights
            && columns.SkipLast(1).All(column => column.Units <= MostNumberedSources);
    }

    private protected override double ContentWidth =>
        Math.Max(672, InputRoom + OutputRoom + (columns.Count - 1) * LeastColumnWidth + 2 * Radius);

    private protected override double ContentHeight =>
        NeuronsHeight + CaptionRoom + (columns.Any(column => column.Note.Length > 0) ? NoteRoom : 0);

    private double Spacing => isNumbered ? 58 : 36;

    private double NeuronsHeight => Math.Max(3, columns.Max(column => column.Places)) * Spacing;

    private double InputRoom => Math.Max(46, LabelRoom(inputNames));

    private double OutputRoom => Math.Max(46, LabelRoom(outputNames));

    private protected override void Draw(SvgWriter svg, Box area)
    {
        for (int i = 1; i < columns.Count; i++)
            DrawWeights(svg, area, i);
        if (isNumbered)
        {
            for (int i = 1; i < columns.Count; i++)
                DrawNumbers(svg, area, i);
        }

        for (int i = 0; i < columns.Count; i++)
            DrawColumn(svg, area, i);
        DrawNames(svg, area, 0, inputNames, "end", -Radius - 8);
        DrawNames(svg, area, columns.Count - 1, outputNames, "start", Radius + 8);
    }

    private double X(Box area, int column) =>
        area.Left + InputRoom + Radius + (area.Width - InputRoom - OutputRoom - 2 * Radius) * column / (columns.Count - 1);

    private double Y(Box area, int column, int neuron) =>
        area.Top + NeuronsHeight / 2 + (columns[column].Place(neuron) - (columns[column].Places - 1) / 2.0) * Spacing;

    private void DrawWeights(SvgWriter svg, Box area, int column)
    {
        Tensor kernel = columns[column].Kernel!;
        foreach (int from in columns[column - 1].Shown)
        {
            foreach (int to in columns[column].Shown)
            {
                double weight = kernel[from, to], share = weights.Opacity(weight);
                svg.Line(
                    weight < 0 ? "lower-line" : "raise-line",
                    X(area, column - 1), Y(area, column - 1, from), X(area, column), Y(area, column, to),
                    ThinnestLine + (ThickestLine - ThinnestLine) * share, FaintestLine + (StrongestLine - FaintestLine) * share,
                    FormattableString.Invariant($"{columns[column].Name}/kernel[{from}, {to}] = {NumberText.Format(weight)}"));
            }
        }
    }

    /// <summary>
    /// Writes each weight on its line. The lines of one neuron carry their numbers at one distance from it, those of the next a
    /// little farther, so that numbers at crossings keep apart.
    /// </summary>
    private void DrawNumbers(SvgWriter svg, Box area, int column)
    {
        IReadOnlyList<int> sources = columns[column - 1].Shown;
        foreach (int from in sources)
        {
            double share = 0.35 + 0.4 * (from + 0.5) / sources.Count;
            foreach (int to in columns[column].Shown)
            {
                double x = X(area, column - 1) * (1 - share) + X(area, column) * share;
                double y = Y(area, column - 1, from) * (1 - share) + Y(area, column, to) * share;
                svg.Text("small middle halo", x, y + 4, NumberText.Format(Math.Round(columns[column].Kernel![from, to], 2)));
            }
        }
    }

    private void DrawColumn(SvgWriter svg, Box area, int index)
    {
        NeuronColumn column = columns[index];
        double x = X(area, index);
        foreach (int neuron in column.Shown)
        {
            double y = Y(area, index, neuron);
            svg.Circle("surface", x, y, Radius);
            if (neuron < column.Bias.Count)
            {
                double bias = column.Bias[neuron];
                string tooltip = FormattableString.Invariant($"{column.Name}/bias[{neuron}] = {NumberText.Format(bias)}");
                svg.Circle(biases.Style(bias), x, y, Radius, 0.8 * biases.Opacity(bias), tooltip);
            }

            svg.Circle("neuron", x, y, Radius);
        }

        if (column.IsAbbreviated)
        {
            double y = area.Top + NeuronsHeight / 2 + (column.Gap - (column.Places - 1) / 2.0) * Spacing;
            for (int dot = -1; dot <= 1; dot++)
                svg.Circle("muted", x, y + 8 * dot, 2);
        }

        double room = (area.Width - InputRoom - OutputRoom) / (columns.Count - 1) - 8, captionTop = area.Top + NeuronsHeight;
        svg.Text("heading middle", x, captionTop + 20, TextMeasure.Fit(column.Name, room, 13), column.Name);
        svg.Text("muted middle", x, captionTop + 38, column.Description);
        if (column.Note.Length > 0)
            svg.Text("muted small middle", x, captionTop + 38 + NoteRoom, TextMeasure.Fit(column.Note, room, 11), column.Note);
    }

    private void DrawNames(SvgWriter svg, Box area, int column, IReadOnlyList<string>? names, string anchor, double offset)
    {
        if (names is null)
            return;
        foreach (int neuron in columns[column].Shown)
        {
            svg.Text(
                anchor, X(area, column) + offset, Y(area, column, neuron) + 4,
                TextMeasure.Fit(names[neuron], WidestLabel, LabelSize), names[neuron]);
        }
    }

    private static double LabelRoom(IReadOnlyList<string>? names) =>
        names is null ? 0 : Math.Min(WidestLabel, TextMeasure.Widest(names, LabelSize)) + 12;

    private static LegendEntry Line(string name, string style) =>
        new(name, 22, (svg, x, y) => svg.Line(style, x - 11, y, x + 11, y, ThickestLine - 1));

    private static ColorScale Weights(IReadOnlyList<NeuronColumn> columns) =>
        ColorScale.Around0(columns.Where(column => column.Kernel is not null).SelectMany(column => column.Kernel!.ToArray())
            .Select(weight => (double)weight));

    private static string Describe(IReadOnlyList<NeuronColumn> columns)
    {
        int parameters = columns.Sum(column => (column.Kernel?.Length ?? 0) + column.Bias.Count);
        double greatestWeight = columns.Max(column => column.Kernel?.ToArray().Max(weight => Math.Abs((double)weight)) ?? 0);
        double greatestBias = columns.SelectMany(column => column.Bias).Select(Math.Abs).DefaultIfEmpty(0).Max();
        string weights = greatestWeight > 0
            ? $"width of lines: weights up to ±{NumberText.Format(greatestWeight)}"
            : "all weights are 0";
        string biases = greatestBias > 0
            ? $" · colour of neurons: biases up to ±{NumberText.Format(greatestBias)}"
            : "";
        return FormattableString.Invariant($"{parameters} parameters · ") + weights + biases;
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// The neurons of a network of dense layers in columns, its weights as lines between them, vermilion where positive and blue where
    /// negative, and the biases as the colour of the neurons. Of a layer of more than 12 neurons the first 6 and the last 5 are shown.
    /// Small networks also have their weights as numbers.
    /// </summary>
    /// <param name="model">A chain of dense layers; layers without parameters, such as Dropout and Flatten, may stand between them.</param>
    /// <param name="inputNames">A name for each input.</param>
    /// <param name="outputNames">A name for each output.</param>
    /// <param name="title">The line above the picture; the model's name by default.</param>
    /// <exception cref="ArgumentException">
    /// The model has other layers, or branches, or no dense layer; a weight is not finite; or a name is missing.
    /// </exception>
    public static Plot NetworkDiagram(
        Model model, IReadOnlyList<string>? inputNames = null, IReadOnlyList<string>? outputNames = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<NeuronColumn> columns = NeuronColumn.Of(model);
        if (inputNames is not null)
            Check.OneFor(columns[0].Units, "input", inputNames);
        if (outputNames is not null)
            Check.OneFor(columns[^1].Units, "output", outputNames);
        return new NetworkDiagram(columns, inputNames, outputNames, Check.Title(title ?? model.Name));
    }
}
