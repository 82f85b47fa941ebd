namespace NeuralNet;

/// <summary>
/// A mapping from the parameters of a model to the tensors of a file, where the names differ. Parameters without an entry are found by
/// their own names. Dense kernels are (inputs, outputs) here and in Keras, (outputs, inputs) in PyTorch: such a tensor is
/// transposed as it is read.
/// </summary>
public sealed class WeightMapping
{
    /// <summary>The names of parameters in PyTorch's modules Linear, Conv, BatchNorm, LayerNorm, GroupNorm and Embedding.</summary>
    private static readonly Dictionary<string, (string Name, bool IsTransposed)> PyTorchNames = new(StringComparer.Ordinal)
    {
        ["kernel"] = ("weight", true),
        ["bias"] = ("bias", false),
        ["gamma"] = ("weight", false),
        ["beta"] = ("bias", false),
        ["moving_mean"] = ("running_mean", false),
        ["moving_variance"] = ("running_var", false),
        ["embeddings"] = ("weight", false),
    };

    private readonly Dictionary<string, Source> sourceByParameter = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Module> moduleByLayer = new(StringComparer.Ordinal);

    /// <summary>The layers that a module of PyTorch is named for.</summary>
    internal IReadOnlyCollection<string> PyTorchLayers => moduleByLayer.Keys;

    /// <summary>Maps a parameter to a tensor.</summary>
    /// <param name="parameter">The parameter's name, such as <c>dense/kernel</c>.</param>
    /// <param name="tensor">The tensor's name in the file.</param>
    /// <param name="transpose">Whether the two axes of the tensor are exchanged; false by default.</param>
    public WeightMapping Add(string parameter, string tensor, bool transpose = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(parameter);
        ArgumentException.ThrowIfNullOrEmpty(tensor);
        sourceByParameter[parameter] = new Source(tensor, transpose);
        return this;
    }

    /// <summary>
    /// Maps a layer to a module of a PyTorch model: weight (transposed) and bias for Dense and convolutions; weight, bias, running_mean and
    /// running_var for BatchNormalization; weight and bias for LayerNormalization; weight for Embedding; the weights of RNN, LSTM and GRU
    /// for SimpleRNN, LSTM and GRU, and those of both directions for Bidirectional, whose gates are put in the order here; those of
    /// MultiheadAttention for MultiHeadAttention. A file holds no settings:
    /// PyTorch's normalizations add 1e-5 to the variance by default where Keras's, and this library's, add 1e-3, so make such layers with
    /// <c>epsilon: 1e-5f</c> (or what <c>eps</c> the module has); <see cref="WeightsReport.Notes"/> names those that differ. For further
    /// training give BatchNormalization <c>momentum: 0.9f</c>, which PyTorch writes as 0.1.
    /// </summary>
    /// <param name="layer">The layer's name, such as <c>dense</c>.</param>
    /// <param name="module">
    /// The module's name before the dot: <c>0</c> in an nn.Sequential, or such as <c>encoder.fc1</c>; empty for the state dict of a single
    /// module, whose tensors are named <c>weight</c> and <c>bias</c>.
    /// </param>
    /// <param name="index">
    /// The index of the layer in a recurrent module with <c>num_layers</c>, whose layers are layers of their own here; 0 by default.
    /// </param>
    /// <exception cref="ArgumentException">The name of the layer is empty, or the layer has a module already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public WeightMapping AddPyTorch(string layer, string module, int index = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        ArgumentNullException.ThrowIfNull(module);
        if (!moduleByLayer.TryAdd(layer, new Module(module, Require.NonNegative(index))))
            throw new ArgumentException($"The mapping has the module '{moduleByLayer[layer].Name}' for the layer '{layer}' already, so it "
                + $"cannot have '{module}' too.", nameof(layer));
        return this;
    }

    /// <summary>Returns the source of the values of a parameter.</summary>
    internal Source SourceOf(LayerGraph graph, Parameter parameter)
    {
        string name = graph.PathOf(parameter);
        if (sourceByParameter.TryGetValue(name, out Source source))
            return source;
        if (MappedLayer(name) is not { } mapped)
            return new Source(name, false);
        Module module = moduleByLayer[mapped];
        GraphNode owner = graph.Nodes.First(node => node.Layer.Parameters.Contains(parameter));
        if (PyTorchModules.Find(owner.Layer, parameter, module.Name, module.Index, owner.Path != mapped) is { } assembly)
            return new Source(assembly.Tensors[0], false) { Assembly = assembly };
        return mapped == LayerOf(name) && FindPyTorch(owner.Layer, parameter, module.Name) is { } tensor ? tensor : new Source(name, false);
    }

    /// <summary>Returns the tensor of a parameter in a module of PyTorch; null if no module has such a parameter.</summary>
    internal static Source? FindPyTorch(Layer layer, Parameter parameter, string module) =>
        PyTorchNames.TryGetValue(parameter.ShortName, out var tensor)
            ? new Source(TensorOf(module, tensor.Name), tensor.IsTransposed, layer is DepthwiseConv1D or DepthwiseConv2D)
            : null;

    /// <summary>Returns the name of a tensor of a module of PyTorch, which may have no name itself.</summary>
    internal static string TensorOf(string module, string name) => module.Length == 0 ? name : $"{module}.{name}";

    /// <summary>Returns whether a tensor has no counterpart: the count of batches that PyTorch keeps beside running means.</summary>
    internal bool Ignores(string tensor) =>
        moduleByLayer.Values.Any(module => tensor == TensorOf(module.Name, "num_batches_tracked"));

    /// <exception cref="ArgumentException">A name is not in the model, or a parameter cannot be transposed.</exception>
    internal void Check(LayerGraph graph)
    {
        foreach (string name in sourceByParameter.Keys.Where(name => graph.Parameters.All(parameter => graph.PathOf(parameter) != name)))
            throw new ArgumentException($"The mapping names the parameter '{name}', which the model does not have. It has: "
                + $"{string.Join(", ", graph.Parameters.Select(graph.PathOf))}.");
        foreach (string name in moduleByLayer.Keys.Except(graph.Paths.Concat(graph.Nodes.Select(node => node.Path))))
            throw new ArgumentException($"The mapping names the layer '{name}', which the model does not have. It has: "
                + $"{string.Join(", ", graph.Nodes.Select(node => node.Path).Distinct())}.");
        foreach (GraphNode node in graph.Nodes.Where(node => MappedLayer($"{node.Path}/") is not null))
        {
            if (PyTorchModules.Refusal(node.Layer) is { } refusal)
                throw new ArgumentException(refusal);
        }

        foreach (Parameter parameter in graph.Parameters.Where(parameter => SourceOf(graph, parameter).IsTransposed
            && parameter.Shape.Rank < 2))
            throw new ArgumentException($"The mapping transposes the tensor for '{graph.PathOf(parameter)}'; that takes at least two "
                + $"axes, and its shape is {parameter.Shape}.");
    }

    private static string LayerOf(string parameter) => parameter[..parameter.LastIndexOf('/')];

    /// <summary>Returns the innermost layer with a module that has a parameter; null if there is none.</summary>
    private string? MappedLayer(string parameter)
    {
        string layer = parameter;
        while (layer.Contains('/', StringComparison.Ordinal))
        {
            layer = LayerOf(layer);
            if (moduleByLayer.ContainsKey(layer))
                return layer;
        }

        return null;
    }

    /// <summary>A module of PyTorch, and the index of the layer in it.</summary>
    private readonly record struct Module(string Name, int Index);

    /// <summary>
    /// A tensor of a file, whether its two axes are exchanged, and whether it is the kernel of a depthwise convolution, whose filters
    /// PyTorch has on one axis.
    /// </summary>
    internal readonly record struct Source(string Tensor, bool IsTransposed, bool IsDepthwise = false)
    {
        /// <summary>The tensors of which the values are assembled; null if they are those of the one tensor.</summary>
        public TensorAssembly? Assembly { get; init; }

        /// <summary>The names of the tensors.</summary>
        public IReadOnlyList<string> Tensors => Assembly?.Tensors ?? [Tensor];

        /// <summary>
        /// Returns the required shape of the tensor; transposed, (receptive field …, inputs, outputs) becomes (outputs, inputs, receptive
        /// field …), and (receptive field …, channels, multiplier) of a depthwise kernel (channels·multiplier, 1, receptive field …).
        /// </summary>
        public Shape ShapeFor(Parameter parameter) => Assembly?.Shape ?? (IsTransposed
            ? [OutputsOf(parameter.Shape), InputsOf(parameter.Shape), .. parameter.Shape.Take(parameter.Shape.Rank - 2)]
            : parameter.Shape);

        /// <summary>Returns the size of the second axis of the transposed tensor for a parameter of this shape.</summary>
        public int InputsOf(Shape shape) => IsDepthwise ? 1 : shape[^2];

        /// <summary>Returns the size of the first axis of the transposed tensor.</summary>
        public int OutputsOf(Shape shape) => IsDepthwise ? shape[^2] * shape[^1] : shape[^1];
    }
}
