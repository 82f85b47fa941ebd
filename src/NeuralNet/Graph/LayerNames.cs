namespace NeuralNet;

/// <summary>Gives layers without a name one that is unique in their model: dense, dense_1, dense_2, … as Keras does.</summary>
internal static class LayerNames
{
    /// <exception cref="ArgumentException">Two layers bear the same given name.</exception>
    public static void Assign(IEnumerable<Layer> layers)
    {
        List<Layer> all = [.. layers];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (Layer layer in all.Where(layer => layer.IsNamed))
        {
            if (!taken.Add(layer.Name))
                throw new ArgumentException($"Two layers of the model are named '{layer.Name}'. Give one of them another name: new {layer.ClassName}(…, name: \"…\").");
        }

        foreach (Layer layer in all.Where(layer => !layer.IsNamed))
        {
            string name = layer.DefaultName;
            for (int count = 1; !taken.Add(name); count++)
                name = FormattableString.Invariant($"{layer.DefaultName}_{count}");
            layer.GiveName(name);
        }
    }
}
