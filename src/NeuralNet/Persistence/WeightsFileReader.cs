namespace NeuralNet;

/// <summary>
/// Loads the parameters of a graph from a file. Everything is validated before the first value is copied directly to a parameter, after
/// which nothing can fail.
/// </summary>
internal static class WeightsFileReader
{
    /// <exception cref="ModelFileException">
    /// The file is damaged, or strictness is asked for and the names or shapes do not all match.
    /// </exception>
    /// <exception cref="ArgumentException">The mapping names a parameter or layer that the graph does not have.</exception>
    public static WeightsReport Load(ITensorFile file, LayerGraph graph, bool strict, WeightMapping? mapping)
    {
        mapping ??= new WeightMapping();
        mapping.Check(graph);
        return ModelFileReader.Guarded(file.Description, () =>
        {
            bool isModel = file is Safetensors safetensors && (FileMetadata.Read(safetensors)?.IsOf(FileMetadata.ModelFormat) ?? false);
            var matches = Match(file, graph, mapping, isModel, out WeightsReport report);
            if (strict && !report.IsComplete)
                throw new ModelFileException($"it is not of this model: {report}. Nothing was changed; {Advice(report)}, pass "
                    + "strict: false");
            foreach ((Parameter parameter, WeightMapping.Source source) in matches)
                Copy(file, source, parameter.Value);
            return report;
        });
    }

    private static List<(Parameter Parameter, WeightMapping.Source Source)> Match(
        ITensorFile file, LayerGraph graph, WeightMapping mapping, bool isModel, out WeightsReport report)
    {
        var matches = new List<(Parameter Parameter, WeightMapping.Source Source)>();
        List<string> missing = [], mismatched = [];
        HashSet<string> left = Weights(file, mapping, isModel);
        foreach (Parameter parameter in graph.Parameters)
        {
            WeightMapping.Source source = mapping.SourceOf(graph, parameter);
            left.ExceptWith(source.Tensors);
            if (source.Tensors.Any(tensor => file.ShapeOf(tensor) is null))
                missing.Add(graph.PathOf(parameter));
            else if (source.Tensors.FirstOrDefault(tensor => !file.ShapeOf(tensor)!.Value.Is(source.ShapeFor(parameter))) is { } other)
                mismatched.Add($"{graph.PathOf(parameter)} {parameter.Shape} from {other} "
                    + $"{file.ShapeOf(other)}{(source.IsTransposed ? " transposed" : "")}");
            else
                matches.Add((parameter, source));
        }

        string[] loaded = [.. matches.Select(match => graph.PathOf(match.Parameter))], unexpected = [.. left.Order(StringComparer.Ordinal)];
        bool isMatched = missing.Count == 0 && mismatched.Count == 0;
        report = new WeightsReport(loaded, missing, unexpected, mismatched, PyTorchNotes.Of(file, graph, mapping, isMatched, unexpected));
        return matches;
    }

    /// <summary>Returns the purpose of loading without strictness.</summary>
    private static string Advice(WeightsReport report) => report.Missing.Count == 0 && report.Mismatched.Count == 0
        ? "every parameter has its tensor, so to load them and leave out the other tensors"
        : "to load what matches";

    /// <summary>
    /// Returns the tensors that are weights: without those of an optimizer in a model file and those that the mapping ignores.
    /// </summary>
    private static HashSet<string> Weights(ITensorFile file, WeightMapping mapping, bool isModel) => file.Names
        .Where(name => !mapping.Ignores(name) && !(isModel && TrainingStateFile.IsSlot(name)))
        .ToHashSet(StringComparer.Ordinal);

    private static void Copy(ITensorFile file, WeightMapping.Source source, Tensor target)
    {
        if (source.Assembly is { } assembly)
        {
            float[][] tensors = [.. assembly.Tensors.Select(_ => new float[assembly.Shape.Size])];
            for (int i = 0; i < tensors.Length; i++)
                file.ReadTo(assembly.Tensors[i], tensors[i]);
            assembly.Write(tensors, target.Data);
            return;
        }

        if (!source.IsTransposed)
        {
            file.ReadTo(source.Tensor, target.Data);
            return;
        }

        var values = new float[target.Length];
        file.ReadTo(source.Tensor, values);
        Span<float> placed = target.Data;
        int inputs = source.InputsOf(target.Shape), outputs = source.OutputsOf(target.Shape), field = target.Length / inputs / outputs;
        for (int i = 0; i < placed.Length; i++)
            placed[i] = values[(i % outputs * inputs + i / outputs % inputs) * field + i / outputs / inputs];
    }
}
