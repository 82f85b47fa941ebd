namespace NeuralNet.Text;

/// <summary>Reads the setting <c>prepend_scheme</c>, which older files call <c>add_prefix_space</c>.</summary>
internal static class PrependSchemes
{
    public static PrependScheme Read(JsonSection section) => section.OptionalString("prepend_scheme") switch
    {
        null => section.Boolean("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never,
        "always" => PrependScheme.Always,
        "first" => PrependScheme.First,
        "never" => PrependScheme.Never,
        _ => throw section.Get("prepend_scheme").Wrong("one of always, first, never"),
    };
}
