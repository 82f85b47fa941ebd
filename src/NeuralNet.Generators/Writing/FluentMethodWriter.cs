namespace NeuralNet.Generators;

/// <summary>Writes the method that adds a layer to a stack or a node, with all its parameters and their documentation.</summary>
internal static class FluentMethodWriter
{
    public static void Write(CodeWriter writer, ConfigurableClass layer)
    {
        writer.Member()
            .Document("summary", $"The fluent method of <see cref=\"{layer.FullName}\"/>.")
            .Open($"{layer.Accessibility} static class {layer.Name}Extensions");
        if (layer.IsMerging)
            WriteMerging(writer, layer);
        else
            WriteStacking(writer, layer);
        writer.Close();
    }

    private static void WriteStacking(CodeWriter writer, ConfigurableClass layer)
    {
        WriteSummary(writer, layer, "Adds a layer on top,");
        writer.Document("param name=\"stack\"", "The stack or node that the layer is added to.");
        ParameterWriter.Document(writer, layer);
        writer.Line($"public static T {layer.ShortName}<T>(")
            .Indented(
            [
                .. ParameterWriter.Lines(layer, $"this {layer.Prefix()}ILayerStack<T> stack"),
                $"where T : {layer.Prefix()}ILayerStack<T> =>",
                $"stack.Add(new {layer.Name}({ParameterWriter.Pass(layer)}));",
            ]);
    }

    private static void WriteMerging(CodeWriter writer, ConfigurableClass layer)
    {
        WriteSummary(writer, layer, "Merges this node with others by a layer,");
        writer.Document("param name=\"first\"", "The first input.").Document("param name=\"others\"", "The other inputs.");
        writer.Line($"public static T {layer.ShortName}<T>(")
            .Indented(
            [
                $"this {layer.Prefix()}IMergeable<T> first,",
                "params global::System.ReadOnlySpan<T> others)",
                $"where T : {layer.Prefix()}IMergeable<T> =>",
                $"first.Merge(new {layer.Name}(), others);",
            ]);
    }

    private static void WriteSummary(CodeWriter writer, ConfigurableClass layer, string beginning) =>
        writer.Member().Document("summary", $"{beginning} <see cref=\"{layer.FullName}\"/>. {layer.Summary}".TrimEnd());
}
