namespace NeuralNet;

/// <summary>Names layers without a name uniquely in their model, as Keras does: dense, dense_1, dense_2, …</summary>
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

    /// <summary>Finds out whether a layer may be added to others, before it is built for them.</summary>
    /// <exception cref="ArgumentException">One of the others bears its name.</exception>
    public static void RequireFree(Layer added, IEnumerable<Layer> layers)
    {
        if (added.IsNamed && layers.FirstOrDefault(layer => layer.IsNamed && layer.Name == added.Name) is { } other && other != added)
            throw SameName(other, added, "one that was to be added");
    }

    /// <summary>The names of layers; a name may have become another one's since the model was made.</summary>
    /// <exception cref="ArgumentException">Two layers bear the same name.</exception>
    public static HashSet<string> RequireDistinct(IEnumerable<Layer> layers)
    {
        var byName = new Dictionary<string, Layer>(StringComparer.Ordinal);
        foreach (Layer layer in layers)
        {
            if (!byName.TryAdd(layer.Name, layer))
                throw SameName(byName[layer.Name], layer, $"one {Describe(layer)}");
        }

        return [.. byName.Keys];
    }

    private static ArgumentException SameName(Layer first, Layer second, string which) => new(
        $"Two layers of the model are named '{second.Name}': one {Describe(first)}, {which}. Give one another name, new "
            + $"{second.ClassName}(…, name: \"…\"), or rename it: layer.Name = \"…\". If they come from two models, rename all layers "
            + "of one of them: foreach (Layer layer in second.Layers) layer.Name = \"second_\" + layer.Name;");

    private static string Describe(Layer layer) => layer.InputShapes.Count == 0
        ? $"an input of shape {layer.OutputShape}"
        : $"from {string.Join(" and ", layer.InputShapes)} to {layer.OutputShape}";
}
