namespace NeuralNet;

public partial class Model
{
    /// <summary>
    /// Creates a model of the layers up to a given one, whose output is the output of the new model, to reuse what they have learned:
    /// <c>pretrained.TakeUntil("features")</c>. The two models share the layers and their weights; <see cref="Clone"/> of the part has
    /// layers of its own. The part of a <see cref="Sequential"/> is a <see cref="Sequential"/>, to which new layers can be added. It keeps
    /// the encoders and feature names, if it has all inputs. Keras: <c>Model(model.inputs, model.get_layer(name).output)</c>.
    /// </summary>
    /// <param name="layerName">The name of the layer. If the layer is used several times, its first use is taken.</param>
    /// <exception cref="ArgumentException">
    /// The model has no layer of this name, or the layer is part of another layer; the message lists the layers of the model.
    /// </exception>
    public virtual Model TakeUntil(string layerName) => TakeUntil(GetLayer(layerName), nameof(layerName));

    /// <summary>Creates a model of the layers up to a given one.</summary>
    /// <param name="layer">The layer. If it is used several times, its first use is taken.</param>
    /// <exception cref="ArgumentException">The model does not have the layer, or the layer is part of another layer.</exception>
    /// <inheritdoc cref="TakeUntil(string)"/>
    public virtual Model TakeUntil(Layer layer)
    {
        PathOf(layer); // Throws if the model does not have the layer.
        return TakeUntil(layer, nameof(layer));
    }

    /// <summary>Creates a model of the first layers, in the order of <see cref="Layers"/>, and what they depend on.</summary>
    /// <param name="layerCount">The number of layers; inputs do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">layerCount is less than 1 or exceeds the number of layers.</exception>
    /// <inheritdoc cref="TakeUntil(string)"/>
    public virtual Model TakeUntil(int layerCount) =>
        TakeUntil(Layers[Require.Between(1, Layers.Count, layerCount) - 1], nameof(layerCount));

    /// <summary>
    /// Creates a model of new layers with the same settings and copies of the weights, labels, feature names and encoders. The clone is not
    /// compiled. Keras: <c>clone_model</c>, followed by <c>set_weights</c>.
    /// </summary>
    /// <param name="customObjects">The functions that create custom layers, if the model has any.</param>
    /// <exception cref="NotSupportedException">
    /// A custom class has a constructor with parameters and does not override WriteTo, so its settings are not known.
    /// </exception>
    /// <exception cref="FormatException">A layer is of a custom class that customObjects does not contain.</exception>
    public virtual Model Clone(CustomObjects? customObjects = null)
    {
        Graph.RequireDistinctNames();
        UnsavedSettings.Refuse(Graph, null);
        (LayerGraph graph, _, _) = GraphConfigurationReader.Read(
            GraphConfigurationWriter.Write(Graph, Name, this is Sequential), customObjects?.Factories);
        var values = Graph.Parameters.ToDictionary(Graph.PathOf, StringComparer.Ordinal);
        foreach (Parameter parameter in graph.Parameters)
            parameter.TakeOver(values[graph.PathOf(parameter)].Value.Clone());
        Model clone = OfPart(graph);
        (clone.labels, clone.featureNames, clone.encoders) = (labels, featureNames, encoders);
        return clone;
    }

    /// <summary>
    /// Freezes all layers, or those of some names. Training does not change frozen layers and computes no gradients for them; below the
    /// lowest trainable layer there is no backward pass. As in Keras, frozen layers of BatchNormalization normalize by their moving
    /// statistics in training too.
    /// </summary>
    /// <param name="layerNames">
    /// The names, or patterns with <c>*</c> for any characters and <c>?</c> for one: <c>Freeze("block1", "encoder/*")</c>. A layer that is
    /// part of another one is named by its path, and the name of a layer stands for its parts too.
    /// </param>
    /// <exception cref="ArgumentException">No layer has a name, or matches a pattern; nothing is changed.</exception>
    public void Freeze(params ReadOnlySpan<string> layerNames) => SetTrainable(false, layerNames);

    /// <summary>Unfreezes all layers, or those of some names, so that training changes them again.</summary>
    /// <param name="layerNames">The names or patterns, as those of <see cref="Freeze"/>.</param>
    /// <exception cref="ArgumentException">No layer has a name, or matches a pattern; nothing is changed.</exception>
    public void Unfreeze(params ReadOnlySpan<string> layerNames) => SetTrainable(true, layerNames);

    private Model TakeUntil(Layer layer, string argument)
    {
        int use = Enumerable.Range(0, Graph.Uses.Count).FirstOrDefault(index => Graph.Uses[index].Layer == layer, -1);
        if (use < 0)
            throw new ArgumentException($"The layer '{PathOf(layer)}' lies inside another layer of the model '{Name}'; TakeUntil ends in a "
                + $"layer of the model itself: {string.Join(", ", Graph.Uses.Select(call => call.Layer.Name).Distinct())}.", argument);
        Model part = OfPart(Graph.Until(new Port(use)));
        if (part.Graph.Inputs.Count == Graph.Inputs.Count)
            (part.featureNames, part.encoders) = (featureNames, encoders);
        return part;
    }

    private Model OfPart(LayerGraph graph) => this is Sequential ? new Sequential(graph, Seed, Name) : new Model(graph, Seed, Name);

    private void SetTrainable(bool isTrainable, ReadOnlySpan<string> layerNames)
    {
        var layers = new List<Layer>();
        foreach (string name in layerNames)
        {
            if (name is null)
                throw new ArgumentNullException(nameof(layerNames), "A name of a layer is null.");
            layers.AddRange(LayersOf(name, nameof(layerNames)));
        }

        foreach (Layer layer in layerNames.IsEmpty ? Layers : layers)
            layer.IsTrainable = isTrainable;
    }

    /// <summary>Returns the layer of a name, or the layers whose paths match a pattern.</summary>
    private IEnumerable<Layer> LayersOf(string name, string argument)
    {
        if (!LayerPattern.IsPattern(name))
            return [FindLayer(name, argument)];
        Layer[] matches = [.. Graph.Paths.Where(path => LayerPattern.Matches(name, path)).Select(GetLayer)];
        return matches.Length > 0
            ? matches
            : throw new ArgumentException($"No layer of the model '{Name}' matches '{name}'. It has: {string.Join(", ", Graph.Paths)}.",
                argument);
    }
}
