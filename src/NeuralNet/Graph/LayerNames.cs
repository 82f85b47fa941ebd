namespace NeuralNet;

/// <summary>Gives layers without a name one that is unique in their model: dense, dense_1, dense_2, … as Keras does.</summary>
internal static class LayerNames
{
    /// <exception cref="ArgumentException">
    /// Two layers bear the same name, given by the caller or by models that they were put into before.
    /// </exception>
    public static void Assign(IEnumerable<Layer> layers)
    {
        List<Layer> all = [.. layers];
        HashSet<string> taken = RequireDistinct(all.Where(layer => layer.IsNamed));
        foreach (Layer layer in all.Where(layer => !layer.IsNamed))
        {
            string name = layer.DefaultName;
            for (int count = 1; !taken.Add(name); count++)
                name = FormattableString.Invariant($"{layer.DefaultName}_{count}");
            layer.GiveName(name);
        }
    }

    /// <summary>The names of layers; a name may have become another one's since the model was made.</summary>
    /// <exception cref="ArgumentException">Two layers bear the same name.</exception>
    public static HashSet<string> RequireDistinct(IEnumerable<Layer> layers)
    {
        var byName = new Dictionary<string, Layer>(StringComparer.Ordinal);
        foreach (Layer layer in layers)
        {
            if (!byName.TryAdd(layer.Name, layer))
                throw new ArgumentException($"Two layers of the model are named '{layer.Name}': one {Describe(byName[layer.Name])}, one {Describe(layer)}. Give one another name, new {layer.ClassName}(…, name: \"…\"), or rename it: layer.Name = \"…\". If they come from two models, rename all layers of one of them: foreach (Layer layer in second.Layers) layer.Name = \"second_\" + layer.Name;");
        }

        return [.. byName.Keys];
    }

    private static string Describe(Layer layer) => layer.InputShapes.Count == 0
        ? $"an input of shape {layer.OutputShape}"
        : $"from {string.Join(" and ", layer.InputShapes)} to {layer.OutputShape}";
}
