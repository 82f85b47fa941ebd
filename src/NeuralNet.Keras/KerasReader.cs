using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>Reads models of Keras 3.</summary>
internal static class KerasReader
{
    public static Model Load(KerasArchive archive, CustomObjects? customObjects, bool compile)
    {
        string configuration = compile ? archive.Configuration : WithoutCompile(archive.Configuration);
        Hdf5Group weights = archive.Weights;
        if (configuration.Contains(TextInputs.ClassName, StringComparison.Ordinal))
            configuration = TextInputs.Move(configuration, archive);
        Model model = Model.FromJson(configuration, customObjects, archive.WeightsLength);
        SetWeights(WeightsReader.Match(model, weights));
        if (model.IsCompiled)
            OptimizerFile.Read(model, weights);
        return model;
    }

    /// <summary>Sets parameters once all tensors have been read, so that a damaged file changes nothing.</summary>
    public static void SetWeights(IReadOnlyList<(Parameter Parameter, Hdf5Tensor Tensor)> matches)
    {
        Tensor[] values = [.. matches.Select(match => match.Tensor.Read(match.Parameter.Shape))];
        for (int i = 0; i < values.Length; i++)
            matches[i].Parameter.SetValue(values[i]);
    }

    private static string WithoutCompile(string configuration)
    {
        JsonObject json = LayerDescription.Parse(configuration);
        json.Remove(KerasConfiguration.CompileKey);
        return json.ToJsonString();
    }
}
