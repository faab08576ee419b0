/**
 * The immutable model that samplers produce and exporters encode: a {@link
 * dev.cresset.profile.Profile} of {@link dev.cresset.profile.Sample}s, each a {@link
 * dev.cresset.profile.StackTrace} with {@link dev.cresset.profile.Labels} and values.
 */
package dev.cresset.profile;
