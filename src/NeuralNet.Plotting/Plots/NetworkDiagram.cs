namespace NeuralNet.Plotting;

/// <summary>The layers of a network in columns by depth: neurons with the weights between them, and boxes for other layers.</summary>
internal sealed class NetworkDiagram : Plot
{
    private const double Radius = 11, BoxHalfWidth = 15, MinColumnWidth = 150, LabelSize = 12, MaxLabelWidth = 130;
    private const double CaptionRoom = 44, NoteRoom = 17, BlockGap = 18, BoxPadding = 12, PortRadius = 2, ArrowLength = 7;
    private const double ThinnestLine = 0.4, ThickestLine = 4, FaintestLine = 0.2, StrongestLine = 0.9;
    private const int MaxNumberedWeights = 24, MaxNumberedSources = 4, MinPlaces = 3;
    private readonly IReadOnlyList<DiagramBlock> blocks;
    private readonly IReadOnlyDictionary<(DiagramBlock Block, int Port), string> inputNames, outputNames;
    private readonly DiagramLayout layout;
    private readonly ColorScale weights, biases;
    private readonly bool isNumbered;

    public NetworkDiagram(
        IReadOnlyList<DiagramBlock> blocks, IReadOnlyDictionary<(DiagramBlock, int), string> inputNames,
        IReadOnlyDictionary<(DiagramBlock, int), string> outputNames, int parameters, string title)
        : base(title, Describe(blocks, parameters), LegendOf(blocks))
    {
        (this.blocks, this.inputNames, this.outputNames) = (blocks, inputNames, outputNames);
        weights = ColorScale.Around0(Dense(blocks).SelectMany(block => block.Kernel!.ToArray()).Select(weight => (double)weight));
        biases = ColorScale.Around0(blocks.SelectMany(block => block.Bias));
        isNumbered = Dense(blocks).Sum(block => block.Kernel!.Length) <= MaxNumberedWeights
            && Dense(blocks).All(block => block.Sources[0].Units <= MaxNumberedSources);
        layout = new DiagramLayout(blocks, Height, CaptionHeight + BlockGap);
    }

    private protected override double ContentWidth =>
        Math.Max(672, InputRoom + OutputRoom + (layout.Columns - 1) * MinColumnWidth + 2 * Radius);

    private protected override double ContentHeight => Math.Max(layout.Height, MinPlaces * Spacing + CaptionHeight + BlockGap) - BlockGap;

    private double Spacing => isNumbered ? 58 : 36;

    private double CaptionHeight => CaptionRoom + (blocks.Any(block => block.Note.Length > 0) ? NoteRoom : 0);

    private double InputRoom => Math.Max(46, LabelRoom(inputNames.Values));

    private double OutputRoom => Math.Max(46, LabelRoom(outputNames.Values));

    private protected override void Draw(SvgWriter svg, Box area)
    {
        foreach (DiagramBlock block in blocks)
            DrawConnections(svg, area, block);
        if (isNumbered)
        {
            foreach (DiagramBlock block in Dense(blocks))
                DrawNumbers(svg, area, block);
        }

        foreach (DiagramBlock block in blocks)
            DrawBlock(svg, area, block);
        DrawNames(svg, area, inputNames, "end halo", -Radius - 8);
        DrawNames(svg, area, outputNames, "start halo", Radius + 8);
    }

    private double Height(DiagramBlock block) => Math.Max(
        block.Places * Spacing, block.IsBox ? TextMeasure.Width(block.Layer.ClassName, LabelSize) + 2 * BoxPadding : 0);

    private double X(Box area, int column) => layout.Columns == 1
        ? area.Center
        : area.Left + InputRoom + Radius + (area.Width - InputRoom - OutputRoom - 2 * Radius) * column / (layout.Columns - 1);

    private double X(Box area, DiagramBlock block) => X(area, block.Depth);

    private double ColumnWidth(Box area) =>
        layout.Columns == 1 ? area.Width : (area.Width - InputRoom - OutputRoom) / (layout.Columns - 1);

    private double Middle(Box area, DiagramBlock block) => area.Top + (ContentHeight + BlockGap - layout.Height) / 2 + layout.Middle(block);

    private double PlaceY(Box area, DiagramBlock block, int place) => Middle(area, block) + (place - (block.Places - 1) / 2.0) * Spacing;

    private double PortY(Box area, DiagramBlock block, int port) => PlaceY(area, block, block.Place(port));

    /// <summary>
    /// The distance from the middle of a block to the start of its connections: at the centre of neurons and at the edge of a box.
    /// </summary>
    private static double Edge(DiagramBlock block) => block.IsBox ? BoxHalfWidth : 0;

    private void DrawConnections(SvgWriter svg, Box area, DiagramBlock block)
    {
        if (block.Kernel is not null && block.Sources[0].Units == block.Kernel.Shape[0])
        {
            DrawWeights(svg, area, block);
            return;
        }

        int firstPort = 0;
        foreach (DiagramBlock source in block.Sources)
        {
            if (source.Depth == block.Depth - 1 && HasPortsFor(block, source))
                DrawLinks(svg, area, source, block, block.Layer is Concatenate ? firstPort : 0);
            else
                DrawPassage(svg, area, source, block);
            firstPort += source.Units;
        }
    }

    /// <summary>Returns true if each value of a source has its own place in what a block gives.</summary>
    private static bool HasPortsFor(DiagramBlock block, DiagramBlock source) => source.Units > 0
        && (block.Layer is Concatenate ? block.Units == block.Sources.Sum(other => other.Units) : block.Units == source.Units);

    private void DrawWeights(SvgWriter svg, Box area, DiagramBlock block)
    {
        DiagramBlock source = block.Sources[0];
        foreach (int from in source.Shown)
        {
            foreach (int to in block.Shown)
            {
                double weight = block.Kernel![from, to], share = weights.Opacity(weight);
                svg.Line(
                    weight < 0 ? "lower-line" : "raise-line",
                    X(area, source) + Edge(source), PortY(area, source, from), X(area, block), PortY(area, block, to),
                    ThinnestLine + (ThickestLine - ThinnestLine) * share, FaintestLine + (StrongestLine - FaintestLine) * share,
                    FormattableString.Invariant($"{block.Name}/kernel[{from}, {to}] = {NumberText.Format(weight)}"));
            }
        }
    }

    /// <summary>
    /// Writes each weight on its line. The lines of one neuron carry their numbers at one distance from it, those of the next a
    /// little farther, so that numbers at crossings keep apart.
    /// </summary>
    private void DrawNumbers(SvgWriter svg, Box area, DiagramBlock block)
    {
        DiagramBlock source = block.Sources[0];
        if (source.Units != block.Kernel!.Shape[0])
            return;
        double left = X(area, source) + Edge(source);
        foreach (int from in source.Shown)
        {
            double share = 0.35 + 0.4 * (from + 0.5) / source.Shown.Count;
            foreach (int to in block.Shown)
            {
                double x = left * (1 - share) + X(area, block) * share;
                double y = PortY(area, source, from) * (1 - share) + PortY(area, block, to) * share;
                svg.Text("small middle halo", x, y + 4, NumberText.Format(Math.Round(block.Kernel![from, to], 2)));
            }
        }
    }

    /// <summary>Draws a thin line for each value that a box takes as it is.</summary>
    private void DrawLinks(SvgWriter svg, Box area, DiagramBlock source, DiagramBlock block, int firstPort)
    {
        double left = X(area, source) + Edge(source), right = X(area, block) - Edge(block);
        foreach ((double from, double to) in source.Shown
            .Select(port => (PortY(area, source, port), PortY(area, block, firstPort + port))).Distinct())
        {
            svg.Path("link", new PathData().MoveTo(left, from).SweepTo(left, from, right, to).ToString());
        }
    }

    /// <summary>Draws all values together as an arrow, past the blocks between.</summary>
    private void DrawPassage(SvgWriter svg, Box area, DiagramBlock source, DiagramBlock block)
    {
        double x = X(area, source) + Edge(source), y = Middle(area, source);
        double end = X(area, block) - (block.IsBox ? BoxHalfWidth : Radius) - ArrowLength, top = Middle(area, block) - layout.Middle(block);
        var path = new PathData().MoveTo(x, y);
        foreach ((int column, double middle) in layout.Passages(source, block))
        {
            double before = X(area, column) - BoxHalfWidth, behind = X(area, column) + BoxHalfWidth;
            path.SweepTo(x, y, before, top + middle).LineTo(behind, top + middle);
            (x, y) = (behind, top + middle);
        }

        double target = Middle(area, block);
        svg.Path("link thick", path.SweepTo(x, y, end, target).ToString());
        svg.Path("arrow", new PathData()
            .MoveTo(end, target - 5).LineTo(end + ArrowLength, target).LineTo(end, target + 5).Close().ToString());
    }

    private void DrawBlock(SvgWriter svg, Box area, DiagramBlock block)
    {
        if (block.IsBox)
            DrawBox(svg, area, block);
        else
            DrawNeurons(svg, area, block);
        if (block.IsAbbreviated && !block.IsBox)
        {
            double y = PlaceY(area, block, DiagramBlock.Gap);
            for (int dot = -1; dot <= 1; dot++)
                svg.Circle("muted", X(area, block), y + 8 * dot, 2);
        }

        DrawCaption(svg, area, block);
    }

    private void DrawBox(SvgWriter svg, Box area, DiagramBlock block)
    {
        double x = X(area, block), middle = Middle(area, block), height = layout.BlockHeight(block);
        var box = new Box(x - BoxHalfWidth, middle - height / 2, 2 * BoxHalfWidth, height);
        svg.Rectangle("surface", box, cornerRadius: 6);
        svg.Rectangle("faint neuron", box, cornerRadius: 6);
        string className = block.Layer.ClassName;
        svg.UprightText("middle", x + 4, middle, className, $"{block.Name} ({className})");
        foreach (int port in block.Shown)
            svg.Circle("muted", box.Right, PortY(area, block, port), PortRadius);
    }

    private void DrawNeurons(SvgWriter svg, Box area, DiagramBlock block)
    {
        double x = X(area, block);
        foreach (int neuron in block.Shown)
        {
            double y = PortY(area, block, neuron);
            svg.Circle("surface", x, y, Radius);
            if (neuron < block.Bias.Count)
            {
                double bias = block.Bias[neuron];
                string tooltip = FormattableString.Invariant($"{block.Name}/bias[{neuron}] = {NumberText.Format(bias)}");
                svg.Circle(biases.Style(bias), x, y, Radius, 0.8 * biases.Opacity(bias), tooltip);
            }

            svg.Circle("neuron", x, y, Radius);
        }
    }

    /// <summary>Writes the name and the size below the block or, in a chain, all at the foot of the diagram.</summary>
    private void DrawCaption(SvgWriter svg, Box area, DiagramBlock block)
    {
        double x = X(area, block), room = ColumnWidth(area) - 8;
        double top = layout.IsBranched
            ? Middle(area, block) + layout.BlockHeight(block) / 2
            : area.Bottom - CaptionHeight;
        svg.Text("heading middle halo", x, top + 20, TextMeasure.Fit(block.Name, room, 13), block.Name);
        svg.Text("muted middle halo", x, top + 38, TextMeasure.Fit(block.Description, room, 12), block.Description);
        if (block.Note.Length > 0)
            svg.Text("muted small middle halo", x, top + 38 + NoteRoom, TextMeasure.Fit(block.Note, room, 11), block.Note);
    }

    private void DrawNames(
        SvgWriter svg, Box area, IReadOnlyDictionary<(DiagramBlock Block, int Port), string> names, string style, double offset)
    {
        foreach (((DiagramBlock block, int port), string name) in names)
        {
            svg.Text(
                style, X(area, block) + offset, PortY(area, block, port) + 4, TextMeasure.Fit(name, MaxLabelWidth, LabelSize), name);
        }
    }

    private static IEnumerable<DiagramBlock> Dense(IReadOnlyList<DiagramBlock> blocks) => blocks.Where(block => block.Kernel is not null);

    private static double LabelRoom(IEnumerable<string> names)
    {
        double widest = TextMeasure.Widest(names, LabelSize);
        return widest == 0 ? 0 : Math.Min(MaxLabelWidth, widest) + 12;
    }

    private static LegendEntry[] LegendOf(IReadOnlyList<DiagramBlock> blocks) => Dense(blocks).Any()
        ? [Line("positive weight", "raise-line"), Line("negative weight", "lower-line")]
        : [];

    private static LegendEntry Line(string name, string style) =>
        new(name, 22, (svg, x, y) => svg.Line(style, x - 11, y, x + 11, y, ThickestLine - 1));

    private static string Describe(IReadOnlyList<DiagramBlock> blocks, int parameters)
    {
        double maxWeight = Dense(blocks).Select(block => block.Kernel!.ToArray().Max(weight => Math.Abs((double)weight)))
            .DefaultIfEmpty(0).Max();
        double maxBias = blocks.SelectMany(block => block.Bias).Select(Math.Abs).DefaultIfEmpty(0).Max();
        string? weights = maxWeight > 0 ? $"width of lines: weights up to ±{NumberText.Format(maxWeight)}"
            : Dense(blocks).Any() ? "all weights are 0" : null;
        return AttributionTexts.Join(
            FormattableString.Invariant($"{parameters} parameter{(parameters == 1 ? "" : "s")}"), weights,
            maxBias > 0 ? $"colour of neurons: biases up to ±{NumberText.Format(maxBias)}" : null)!;
    }
}

public abstract partial class Plot
{
    /// <summary>
    /// The layers of a network in columns by depth. Dense layers have a circle for each neuron, coloured by its bias, and a line for each
    /// weight, vermilion where positive and blue where negative; other layers have a box. Branches stand one below the other. Of a layer of
    /// more than 12 neurons the first 6 and the last 5 are shown. Small networks also have their weights as numbers.
    /// </summary>
    /// <param name="model">The model, of any layers.</param>
    /// <param name="inputNames">
    /// A name for each value of an input, inputs one behind the other; by default <see cref="Model.FeatureNames"/>, if each value has one.
    /// </param>
    /// <param name="outputNames">
    /// A name for each value of an output, or for each place of the last axis of an output that is drawn as a box without ports, outputs
    /// one behind the other; by default <see cref="Model.Labels"/>, of which a
    /// single output that tells two classes apart takes the second.
    /// </param>
    /// <param name="title">The line above the picture; the model's name by default.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or there are more or fewer names than inputs or outputs.</exception>
    public static Plot NetworkDiagram(
        Model model, IReadOnlyList<string>? inputNames = null, IReadOnlyList<string>? outputNames = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (IReadOnlyList<DiagramBlock> blocks, IReadOnlyList<DiagramBlock> outputs) = DiagramBlock.Of(model);
        DiagramBlock[] inputs = [.. model.Graph.Inputs.Select(Block)];
        int inputCount = inputs.Sum(input => input.Units), outputCount = outputs.Sum(output => output.NameCount);
        if (inputNames is not null)
            Check.OneFor(inputCount, "input", inputNames);
        if (outputNames is not null)
            Check.OneFor(outputCount, "output", outputNames);
        return new NetworkDiagram(
            blocks,
            Names(inputs, inputNames ?? (model.FeatureNames?.Count == inputCount ? model.FeatureNames : null)),
            Names(outputs, outputNames ?? DefaultOutputNames(model, outputCount)),
            model.Parameters.Sum(parameter => parameter.Value.Length), Check.Title(title ?? model.Name));

        DiagramBlock Block(int input) => blocks.First(block => block.Layer == model.Graph.Nodes[input].Layer);
    }

    private static IReadOnlyList<string>? DefaultOutputNames(Model model, int count) =>
        model.Labels is [_, string second] && count == 1 ? [second] : model.Labels?.Count == count ? model.Labels : null;

    /// <summary>The name of each shown port; blocks without ports have places among the names, but are not named.</summary>
    private static Dictionary<(DiagramBlock Block, int Port), string> Names(
        IReadOnlyList<DiagramBlock> blocks, IReadOnlyList<string>? names)
    {
        var named = new Dictionary<(DiagramBlock, int), string>();
        int first = 0;
        foreach (DiagramBlock block in names is null ? [] : blocks)
        {
            foreach (int port in block.Shown)
                named[(block, port)] = names![first + port];
            first += block.NameCount;
        }

        return named;
    }
}
