using System.Globalization;
using System.Text;

namespace NeuralNet;

/// <summary>Writes Keras's table of the layers of a model (utils/summary_utils.py).</summary>
internal static class ModelSummary
{
    private const int LineLength = 88, LineLengthWithConnections = 108;
    private static readonly double[] ColumnEnds = [0.45, 0.80, 1.0];
    private static readonly double[] ColumnEndsWithConnections = [0.30, 0.56, 0.74, 1.0];

    public static void Write(Model model, TextWriter writer, int? batchSize)
    {
        ArgumentNullException.ThrowIfNull(writer);
        bool showsConnections = !IsChain(model.Graph);
        string[] heads = showsConnections ? ["Layer (type)", "Output Shape", "Param #", "Connected to"]
            : ["Layer (type)", "Output Shape", "Param #"];
        int[] widths = showsConnections ? Widths(ColumnEndsWithConnections, LineLengthWithConnections) : Widths(ColumnEnds, LineLength);
        List<string[]> rows = Rows(model, showsConnections);

        writer.WriteLine($"Model: \"{model.Name}\"");
        writer.WriteLine(Border('┏', '━', '┳', '┓', widths));
        writer.WriteLine(Row('┃', heads, widths));
        writer.WriteLine(Border('┡', '━', '╇', '┩', widths));
        for (int i = 0; i < rows.Count; i++)
        {
            foreach (string[] line in Wrap(rows[i], widths))
                writer.WriteLine(Row('│', line, widths));
            writer.WriteLine(i == rows.Count - 1 ? Border('└', '─', '┴', '┘', widths) : Border('├', '─', '┼', '┤', widths));
        }

        WriteTotals(model, writer);
        if (batchSize is int count)
            WriteMemory(model, writer, count);
    }

    /// <summary>
    /// Writes the memory of a prediction and of a training step in addition to the parameters; that of the step includes the gradients of
    /// the parameters.
    /// </summary>
    private static void WriteMemory(Model model, TextWriter writer, int rows)
    {
        LayerGraph graph = model.Graph;
        if (graph.InputShapes.Any(shape => !shape.IsFixed))
            throw new ArgumentException($"The model '{model.Name}' has inputs of open size, so its memory is known for each batch only; "
                + "leave batchSize out.", nameof(rows));
        var gradients = new ParameterSpace([.. graph.Parameters.Where(parameter => parameter.IsTrainable)]);
        long step = new ExecutionPlan(graph, rows,
            new PlanOptions { Gradients = gradients }).Bytes + (long)gradients.Gradients.Length * sizeof(float);
        writer.WriteLine($" Memory for a prediction of {Counted.Of(rows, "row")}: {Size(new ExecutionPlan(graph, rows).Bytes)}");
        writer.WriteLine($" Memory for a training step of {Counted.Of(rows, "row")}: {Size(step)}");
    }

    private static List<string[]> Rows(Model model, bool showsConnections)
    {
        var rows = new List<string[]>();
        var counted = new HashSet<Layer>();
        foreach (GraphNode node in model.Graph.Uses)
        {
            if (node.Layer is InputLayer && model is Sequential)
                continue;
            long parameters = counted.Add(node.Layer) ? Count(node.Layer.Parameters) : 0;
            List<string> row = [$"{node.Layer.Name} ({node.Layer.ClassName}{FrozenPart(node.Layer)})", node.OutputShape.ToStringWithBatch(), Number(parameters)];
            if (showsConnections)
                row.Add(node.Inputs.Count == 0 ? "-" : string.Join(", ", node.Inputs.Select(port => Connection(model.Graph, port))));
            rows.Add([.. row]);
        }

        return rows;
    }

    /// <summary>Returns the words for a layer with parameters that training does not change, in whole or in part; empty for others.</summary>
    private static string FrozenPart(Layer layer)
    {
        IEnumerable<Layer> parts = layer is CompositeLayer composite ? composite.Parts : [layer];
        bool[] trainable = [.. parts.Where(part => part.Parameters.Count > 0).Select(part => part.IsTrainable).Distinct()];
        return trainable.Length switch
        {
            0 => "",
            1 => trainable[0] ? "" : ", frozen",
            _ => ", partly frozen",
        };
    }

    /// <summary>
    /// Returns whether each node feeds only the next one and no layer is used twice, so that the table needs no column of connections.
    /// </summary>
    private static bool IsChain(LayerGraph graph)
    {
        for (int i = 0; i < graph.Uses.Count; i++)
        {
            if (!graph.Uses[i].Inputs.SequenceEqual(i == 0 ? [] : [new Port(i - 1)]))
                return false;
        }

        return graph.Uses.Select(node => node.Layer).Distinct().Count() == graph.Uses.Count;
    }

    /// <summary>Returns the source of a tensor as Keras writes it: the layer, the index of its use, the index of its output.</summary>
    private static string Connection(LayerGraph graph, Port port)
    {
        Layer layer = graph.Uses[port.Node].Layer;
        int use = graph.Uses.Take(port.Node).Count(earlier => earlier.Layer == layer);
        return FormattableString.Invariant($"{layer.Name}[{use}][{port.Output}]");
    }

    private static void WriteTotals(Model model, TextWriter writer)
    {
        long trainable = Count(model.Parameters.Where(parameter => parameter.IsTrainable));
        long frozen = Count(model.Parameters.Where(parameter => !parameter.IsTrainable));
        long optimizer = model.OptimizerParameters;
        WriteTotal("Total", trainable + frozen + optimizer);
        WriteTotal("Trainable", trainable);
        WriteTotal("Non-trainable", frozen);
        if (optimizer > 0)
            WriteTotal("Optimizer", optimizer);

        void WriteTotal(string what, long count) => writer.WriteLine($" {what} params: {Number(count)} ({Size(count * sizeof(float))})");
    }

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => (long)parameter.Shape.Size);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(double bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
            bytes /= 1024;
        return bytes.ToString("F2", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>
    /// Returns the widths of the contents of the columns. Keras requests columns that fill the line by themselves; its table writer then
    /// subtracts the width of the lines and of a space on each side from all columns equally.
    /// </summary>
    private static int[] Widths(double[] ends, int lineLength)
    {
        int[] widths = new int[ends.Length];
        int start = 0, excess = 3 * ends.Length + 1;
        for (int i = 0; i < ends.Length; i++)
        {
            int end = (int)(lineLength * ends[i]), share = (int)Math.Round((double)excess / (ends.Length - i));
            widths[i] = end - start - share;
            (start, excess) = (end, excess - share);
        }

        return widths;
    }

    private static string Border(char left, char line, char joint, char right, int[] widths) =>
        left + string.Join(joint, widths.Select(width => new string(line, width + 2))) + right;

    private static string Row(char bar, string[] cells, int[] widths)
    {
        var row = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
            row.Append(bar).Append(' ').Append(i == 2 ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(' ');
        return row.Append(bar).ToString();
    }

    /// <summary>Breaks cells that are longer than their column into several lines.</summary>
    private static IEnumerable<string[]> Wrap(string[] cells, int[] widths)
    {
        int lines = cells.Select((cell, i) => Math.Max(1, (cell.Length + widths[i] - 1) / widths[i])).Max();
        for (int line = 0; line < lines; line++)
            yield return [.. cells.Select((cell, i) => Part(cell, line * widths[i], widths[i]))];

        static string Part(string cell, int start, int length) =>
            start >= cell.Length ? "" : cell.Substring(start, Math.Min(length, cell.Length - start));
    }
}
