namespace NeuralNet.Generators;

/// <summary>Writes the method that puts a layer onto a stack or a node, with all its parameters and their documentation.</summary>
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
        WriteSummary(writer, layer, "Puts a layer on top:");
        writer.Document("param name=\"stack\"", "What the layer is put onto.");
        foreach (Setting setting in layer.Settings)
            writer.Document($"param name=\"{setting.Parameter}\"", setting.Documentation.OrElse($"The setting <c>{setting.Key}</c>."));
        if (layer.Exceptions.Length > 0)
            writer.Raw(layer.Exceptions);
        string parameters = string.Concat(layer.Settings.Select(setting => $", {ParameterWriter.Declare(setting)}"));
        writer.Line($"public static TStack {layer.ShortName}<TStack>(this {layer.Prefix()}ILayerStack<TStack> stack{parameters})")
            .Indented(
            [
                $"where TStack : {layer.Prefix()}ILayerStack<TStack> =>",
                $"stack.Add(new {layer.Name}({ParameterWriter.Pass(layer)}));",
            ]);
    }

    private static void WriteMerging(CodeWriter writer, ConfigurableClass layer)
    {
        WriteSummary(writer, layer, "Joins this node with others:");
        writer.Line($"public static TNode {layer.ShortName}<TNode>(this {layer.Prefix()}IMergeable<TNode> first, params global::System.ReadOnlySpan<TNode> others)")
            .Indented(
            [
                $"where TNode : {layer.Prefix()}IMergeable<TNode> =>",
                $"first.Merge(new {layer.Name}(), others);",
            ]);
    }

    private static void WriteSummary(CodeWriter writer, ConfigurableClass layer, string beginning) =>
        writer.Member().Document("summary", $"{beginning} <see cref=\"{layer.FullName}\"/>. {layer.Summary}".TrimEnd());
}
