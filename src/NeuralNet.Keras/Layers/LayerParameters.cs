namespace NeuralNet.Keras;

/// <summary>
/// The parameters of a layer and of the parts of a composite layer, which Keras's files keep in groups of their own.
/// </summary>
/// <param name="Own">The parameters that the layer itself has, in the order of Keras.</param>
/// <param name="Parts">The parts by their names.</param>
internal sealed record LayerParameters(IReadOnlyList<Parameter> Own, IReadOnlyDictionary<string, LayerParameters> Parts)
{
    /// <summary>The parameters of the layer and of its parts.</summary>
    public IEnumerable<Parameter> All => Own.Concat(Parts.Values.SelectMany(part => part.All));

    /// <summary>Returns the parameters without those of parts that have descriptions of their own.</summary>
    public LayerParameters Without(IReadOnlyList<LayerPart> described) => this with
    {
        Parts = Parts.Where(part => described.All(other => other.Layer.Name != part.Key)).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>
    /// Returns the parameters of each layer that is not a model, and of the layers within it, by the path of the layer. A parameter that
    /// several layers share belongs to the first.
    /// </summary>
    public static Dictionary<string, LayerParameters> Of(Model model, IEnumerable<LayerDescription> layers)
    {
        var byPath = model.Parameters.Select(parameter => (Parameter: parameter, Names: model.PathOf(parameter).Split('/'))).ToArray();
        var found = new Dictionary<string, LayerParameters>(StringComparer.Ordinal);
        Add(layers, 0, byPath);
        return found;

        void Add(IEnumerable<LayerDescription> level, int depth, IReadOnlyList<(Parameter Parameter, string[] Names)> parameters)
        {
            var byLayer = parameters.ToLookup(parameter => parameter.Names[depth], StringComparer.Ordinal);
            foreach (LayerDescription layer in level)
            {
                (Parameter, string[])[] own = [.. byLayer[layer.Name]];
                if (layer.Layers is null)
                    found[layer.Path] = Of(own, depth + 1);
                Add(layer.Layers ?? [.. layer.Parts.Select(part => part.Layer)], depth + 1, own);
            }
        }
    }

    private static LayerParameters Of(IReadOnlyList<(Parameter Parameter, string[] Names)> parameters, int depth) => new(
        [.. parameters.Where(parameter => parameter.Names.Length == depth + 1).Select(parameter => parameter.Parameter)],
        parameters.Where(parameter => parameter.Names.Length > depth + 1)
            .GroupBy(parameter => parameter.Names[depth], StringComparer.Ordinal)
            .ToDictionary(part => part.Key, part => Of([.. part], depth + 1), StringComparer.Ordinal));
}
