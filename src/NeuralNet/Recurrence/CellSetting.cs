namespace NeuralNet;

/// <summary>Checks the cells of recurrent layers that are read from files.</summary>
internal static class CellSetting
{
    /// <exception cref="FormatException">The setting is absent, or is a layer that is no cell.</exception>
    public static RecurrentCell Require(Layer? layer, string name) => layer switch
    {
        RecurrentCell cell => cell,
        null => throw new FormatException($"'{name}' is missing; a recurrent layer has a cell."),
        _ => throw new FormatException($"'{name}' is a layer of class {layer.ClassName}; it should be a recurrent cell."),
    };
}
